import { bindOperations } from '@passerelle/platform/operations';
import { operator, type Operator } from '@passerelle/testing/operator';
import { partnerFlanders, type Answer, type OperationClient } from '@passerelle/testing/start-app';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';
import { System } from '../security/system.ts';
import { expected, type Outcome } from './expectation.ts';
import { kinds, principals, type Kind, type Principal } from './principals.ts';
import type { Ids, Records } from './maker.ts';
import { registerAll } from './records.ts';

// Every operation that a service announces × seven principals × records of every kind: what happens is what the policy
// says, and where it says no, nothing is changed and nothing is told.

const definitions = [cooperation, representation, networks, projects, gateway];
const nobody = '0193a5c4-7e1f-7000-8000-0000000000ff';

type Bound = ReturnType<typeof bindOperations>[number];

interface Cell {
  readonly service: string;
  readonly operation: Bound;
  readonly principal: Principal;
  readonly kind: Kind | undefined;
  readonly path: Ids;
  readonly outcome: Outcome;
}

const system = new System();
let client: OperationClient;
let admin: Operator;
let records: Records;
let cells: readonly Cell[];

beforeAll(async () => {
  await system.start([cooperation, representation, networks, projects], gateway);
  client = system.raw;
  admin = await operator(system.nats);
  const bound = definitions.map(({ name, module, policy }) => ({
    name,
    policy,
    all: bindOperations(name, module, policy),
  }));
  const documented = new Map(
    bound.flatMap(({ all }) => all.map(({ id, examples = {} }) => [id, Object.values(examples)[0]])),
  );
  records = await registerAll(client, (operation) => documented.get(operation) as object);
  cells = bound.flatMap(({ name, policy, all }) => all.flatMap((operation) => cellsOf(name, operation, all, policy)));
}, 120_000);

afterAll(async () => {
  await admin?.close();
  await system.stop();
}, 60_000);

function cellsOf(service: string, operation: Bound, all: readonly Bound[], policy: typeof cooperation.policy): Cell[] {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const addressed = kinds.flatMap((kind) => {
    const path = addressOf(service, kind, names);
    return path === undefined ? [] : [{ kind, path }];
  });
  const addresses = names.length === 0 ? [{ kind: undefined, path: {} }] : addressed;
  return addresses.flatMap(({ kind, path }) =>
    principals.map((principal) => {
      const openToAll = operation.resource === 'programmes' && kind !== undefined && kind !== 'absent';
      const outcome = expected(operation, all, policy, principal, openToAll ? 'public' : kind);
      return { service, operation, principal, kind, path, outcome };
    }),
  );
}

/** Where a record of the kind lies; undefined where there is none of that kind. */
function addressOf(service: string, kind: Kind, names: readonly string[]): Ids | undefined {
  const ids = kind === 'absent' ? {} : records[service]?.[kind];
  const found = names.map((name) => [name, kind === 'absent' ? absent(name) : ids?.[name]] as const);
  return found.some(([, id]) => id === undefined) ? undefined : Object.fromEntries(found as [string, string][]);
}

const absent = (name: string): string => (name.endsWith('Id') && name !== 'measurementId' ? nobody : 'nothing');

/** With a version that no record has: who is let in is told so (412), and changes nothing yet. */
function perform({ operation, principal, path }: Cell): Promise<Answer> {
  const [example] = Object.values(operation.examples ?? {});
  return client.call(operation.subject, {
    path,
    caller: principal.caller,
    ...(operation.body === undefined ? {} : { body: example ?? {} }),
    ...(operation.method === 'PATCH' || operation.status === 200 ? { ifMatch: '"999"' } : {}),
  });
}

const outcomeOf = ({ status }: Answer): Outcome | number =>
  status === 401 || status === 403 || status === 404 || status >= 500 ? status : 'allowed';

const nameOf = ({ operation, principal, kind }: Cell): string => `${principal.name} ${operation.id} ${kind ?? ''}`;

async function unexpected(judged: readonly Cell[]): Promise<string[]> {
  const waiting = [...judged];
  const found: string[] = [];
  const work = async () => {
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const answer = await perform(cell);
      const happened = outcomeOf(answer);
      if (happened !== cell.outcome)
        found.push(`${nameOf(cell)}: ${cell.outcome} was expected, ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return found;
}

/** How long every stream is. */
const streams = (): Promise<number[]> =>
  Promise.all(definitions.map(({ name }) => admin.last(`INT_${name.toUpperCase()}`)));

it('knows a body that every operation accepts', () => {
  const without = cells.filter(({ operation }) => operation.body !== undefined && operation.examples === undefined);
  expect([...new Set(without.map(({ operation }) => operation.id))]).toEqual([]);
});

it('says no wherever the policy does, and changes nothing', async () => {
  const refused = cells.filter(({ outcome }) => outcome !== 'allowed');
  const before = [await system.settled(), await streams()];
  expect(await unexpected(refused)).toEqual([]);
  expect([await system.holdings(), await streams()]).toEqual(before);
}, 180_000);

it('lets in whom the policy lets in', async () => {
  const allowed = cells.filter(({ outcome }) => outcome === 'allowed');
  expect(await unexpected(allowed)).toEqual([]);
  const operations = new Set(cells.map(({ operation }) => operation.id)).size;
  process.stdout.write(`rights matrix: ${operations} operations, ${cells.length} cells, 0 unexpected\n`);
  expect(operations).toBeGreaterThanOrEqual(100);
}, 180_000);

it('would notice a cell that is not what the policy says', async () => {
  const one = cells.find(({ outcome, principal }) => outcome === 404 && principal.name === 'partnerFlanders');
  const other = cells.find(({ outcome, principal }) => outcome === 'allowed' && principal.name === 'editor');
  const wrong = [one, other].flatMap((cell) => (cell === undefined ? [] : [{ ...cell, outcome: 403 as const }]));
  expect(await unexpected(wrong)).toHaveLength(2);
});

describe('what is hidden', () => {
  const hidden = () =>
    cells.filter(
      ({ operation, kind, outcome, principal }) =>
        operation.method === 'GET' && outcome === 404 && kind !== 'absent' && principal.roles.length < 3,
    );

  it('is answered as what does not exist, to the byte', async () => {
    const told: string[] = [];
    const plain = ({ body, status }: Answer): string => JSON.stringify({ ...body, instance: '', status });
    for (const cell of hidden()) {
      const nothing = { ...cell, path: Object.fromEntries(Object.keys(cell.path).map((name) => [name, absent(name)])) };
      const [there, nowhere] = [await perform(cell), await perform(nothing)];
      if (plain(there) !== plain(nowhere) || there.header('ETag') !== '') told.push(nameOf(cell));
    }
    expect(hidden().length).toBeGreaterThan(20);
    expect(told).toEqual([]);
  }, 60_000);

  it('takes as long to answer as what does not exist', async () => {
    const cell = hidden().find(({ principal, kind }) => principal.name === 'partnerFlanders' && kind === 'restricted');
    if (cell === undefined) throw new Error('nothing is hidden from Flanders');
    const nothing = { ...cell, path: Object.fromEntries(Object.keys(cell.path).map((name) => [name, nobody])) };
    const took: Record<'there' | 'nowhere', number[]> = { there: [], nowhere: [] };
    for (let turn = 0; turn < 60; turn++) {
      for (const [name, asked] of [['there', cell] as const, ['nowhere', nothing] as const]) {
        const started = performance.now();
        await perform(asked);
        took[name].push(performance.now() - started);
      }
    }
    const median = (list: number[]): number => [...list].sort((one, other) => one - other)[list.length / 2] ?? 0;
    const [there, nowhere] = [median(took.there), median(took.nowhere)];
    expect(Math.abs(there - nowhere)).toBeLessThan(Math.max(2, 0.5 * nowhere));
  }, 60_000);

  it('is in no list, no total and behind no filter', async () => {
    const list = async (query: Record<string, string[]>) =>
      (await client.call('rpc.cooperation.agreements.list', { query, caller: partnerFlanders })).body;
    const ids = (kind: Kind) => records['cooperation']?.[kind]?.['agreementId'];
    const all = await list({ total: ['true'], pageSize: ['200'] });
    const seen: string[] = all.items.map(({ id }: { id: string }) => id);
    expect([seen.includes(ids('withFlanders') ?? ''), seen.includes(ids('public') ?? '')]).toEqual([true, true]);
    expect([seen.includes(ids('withWallonia') ?? ''), seen.includes(ids('restricted') ?? '')]).toEqual([false, false]);
    expect(all.total).toBe(seen.length);
    const restricted = { agreementId: ids('restricted') ?? '' };
    const { ref } = (await client.call('rpc.cooperation.agreements.read', { path: restricted })).body;
    const [byRef, byNothing] = [
      await list({ ref: [ref], total: ['true'] }),
      await list({ ref: ['CO-2026-9999'], total: ['true'] }),
    ];
    expect({ ...byRef, self: '' }).toEqual({ ...byNothing, self: '' });
  });
});
