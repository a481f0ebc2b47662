// The cells of the matrix, over the wire: each operation of the running services, by each principal, on a record of
// each kind. The outcome is compared with the policy.
import { bindOperations } from '@passerelle/platform/runtime/operations';
import type { Policy } from '@passerelle/platform/access/rights';
import type { Answer, OperationClient } from '@passerelle/testing/start-app';
import { expected, type Outcome, type Question } from './expectation.ts';
import type { Ids, Records } from './maker.ts';
import { patience } from './patience.ts';
import type { Principal } from './principals.ts';
import { kinds, type Kind } from './regions.ts';
import { choose, chosen } from './seed.ts';
import type { Bound } from './tested-service.ts';

const noRecord = '0193a5c4-7e1f-7000-8000-0000000000ff';

export interface Cell {
  readonly operation: Bound;
  readonly principal: Principal;
  readonly kind: Kind | undefined;
  readonly path: Ids;
  readonly outcome: Outcome;
}

export interface Announced {
  readonly service: string;
  readonly policy: Policy;
  readonly all: readonly Bound[];
}

export interface Service {
  readonly name: string;
  readonly module: object;
  readonly policy: Policy;
}

export const announced = ({ name, module, policy }: Service): Announced => ({
  service: name,
  policy,
  all: bindOperations(name, module, policy),
});

/** Every cell of a service. */
export const cellsOf = (
  { service, policy, all }: Announced,
  records: Records,
  principals: readonly Principal[],
): Cell[] =>
  all.flatMap((operation) =>
    addressesOf(service, operation, records).flatMap(({ kind, path }) =>
      principals.map((principal) => {
        const question: Question = { operation, policy, all };
        return { operation, principal, kind, path, outcome: expected(question, principal, kind) };
      }),
    ),
  );

function addressesOf(service: string, { path }: Bound, records: Records): { kind: Kind | undefined; path: Ids }[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  if (names.length === 0) return [{ kind: undefined, path: {} }];
  return kinds.flatMap((kind) => {
    const ids = kind === 'absent' ? nowhere(names) : records[service]?.[kind];
    const found = names.flatMap((name) => (ids?.[name] === undefined ? [] : [[name, ids[name]] as const]));
    return found.length < names.length ? [] : [{ kind, path: Object.fromEntries(found) }];
  });
}

const nowhere = (names: readonly string[]): Ids =>
  Object.fromEntries(
    names.map((name) => [name, name.endsWith('Id') && name !== 'measurementId' ? noRecord : 'nothing']),
  );

/** The same cells on a record that does not exist. */
export const onNothing = (cell: Cell): Cell => ({ ...cell, path: nowhere(Object.keys(cell.path)) });

export const nameOf = ({ operation, principal, kind }: Cell): string =>
  `${principal.name} ${operation.id} ${kind ?? ''}`.trim();

/** Per operation one allowed or one refused cell; each reason to refuse is equally likely. */
export function oneOfEach(cells: readonly Cell[]): Cell[] {
  return [...Map.groupBy(cells, ({ operation }) => operation.id)].flatMap(([id, own]) => {
    const ways = [...Map.groupBy(own, ({ outcome, kind }) => `${outcome} ${kind === 'absent'}`).values()];
    return chosen(id, ways[choose(id, ways.length)] ?? []);
  });
}

/** With a version that no record has: an allowed caller gets 412, and changes nothing. */
export function perform(client: OperationClient, { operation, principal, path }: Cell): Promise<Answer> {
  const [example] = Object.values(operation.examples ?? {});
  return client.call(operation.subject, {
    path,
    caller: principal.caller,
    timeoutMs: patience.call,
    ...(operation.body === undefined ? {} : { body: example ?? {} }),
    ...(operation.method === 'PATCH' || operation.status === 200 ? { ifMatch: '"999"' } : {}),
  });
}

const outcomeOf = ({ status }: Answer): Outcome | number =>
  status === 401 || status === 403 || status === 404 || status >= 500 ? status : 'allowed';

/** Lists the outcomes that contradict the policy. */
export async function unexpected(client: OperationClient, cells: readonly Cell[]): Promise<string[]> {
  const waiting = [...cells];
  const found: string[] = [];
  const work = async (): Promise<void> => {
    for (let cell = waiting.pop(); cell !== undefined; cell = waiting.pop()) {
      const answer = await perform(client, cell);
      if (outcomeOf(answer) !== cell.outcome)
        found.push(`${nameOf(cell)}: ${cell.outcome} was expected, ${answer.status} ${JSON.stringify(answer.body)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return found.toSorted();
}

/** Lists hidden records whose answer differs from that of an unknown record, by a single byte. */
export async function distinguishable(client: OperationClient, cells: readonly Cell[]): Promise<string[]> {
  const plain = ({ body, status }: Answer): string => JSON.stringify({ ...body, instance: '', status });
  const distinct: string[] = [];
  for (const cell of cells) {
    const [there, nothing] = [await perform(client, cell), await perform(client, onNothing(cell))];
    if (plain(there) !== plain(nothing) || there.header('ETag') !== '') distinct.push(nameOf(cell));
  }
  return distinct;
}

/** Records that others may read, and the principal may not. */
export const isHidden = ({ operation, kind, outcome }: Cell): boolean =>
  operation.method === 'GET' && outcome === 404 && kind !== 'absent';
