import { httpClient, type HttpAnswer, type HttpClient } from '@passerelle/testing/door';
import { until } from '@passerelle/testing/until';
import fc from 'fast-check';
import { Clock } from '../../apps/cooperation/src/clock.js';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';
import type { Body, SweptOperation } from '../sweep/contract.ts';
import { answerOf, strangersIn } from './shapes.ts';
import { faultsAmong, System } from './system.ts';

// S-4 and S-5: a body sets what its schema names and nothing else, and what looks like a prototype is a name like any other.
// Everything is sent to records that there are, so that what slips through would change something.

interface Target {
  readonly operation: SweptOperation;
  readonly body: Body;
  readonly address: string;
  readonly token: string;
}

const system = new System();
let targets: Target[];
let columns: string[];
let words: ReadonlySet<string>;

beforeAll(async () => {
  await system.start([cooperation, representation, networks, projects], gateway);
  await system.fill();
  // What the clock has to tell of the example is told before it is looked at, and not in the middle.
  await system.app('cooperation').app.get(Clock).tell(new Date());
  columns = await system.columns();
  words = new Set([...JSON.stringify(system.document).matchAll(/"(\w+)":/g)].map((match) => match[1] ?? ''));
  targets = [];
  for (const operation of system.operations) {
    const { body } = operation;
    if (body === undefined) continue;
    const address = await system.addressOf(operation);
    targets.push({ operation, body, address, token: await system.tokenFor(operation, address) });
  }
}, 120_000);

afterAll(() => system.stop());

const send = ({ operation, body, address, token }: Target, text: string, query = ''): Promise<HttpAnswer> =>
  system.ask(operation.method, `${address}${query}`, {
    token,
    body: text,
    headers: { 'content-type': body.mediaType, ...(operation.method === 'PATCH' ? { 'if-match': '"1"' } : {}) },
  });

const unknownIn = ({ body }: HttpAnswer): string[] =>
  (body.issues ?? []).flatMap(({ type, name }: { type: string; name: string }) =>
    type.endsWith(':unknownInput') ? [name] : [],
  );

const polluted = () => Reflect.get({}, 'polluted');

const chunks = (names: readonly string[], size: number): string[][] =>
  names.length === 0 ? [] : [names.slice(0, size).slice(), ...chunks(names.slice(size), size)];

/** Only a field that the schema names may be set; each of the others is refused by its name. */
async function assign(target: Target, names: readonly string[], value: unknown): Promise<string | undefined> {
  const { operation, body } = target;
  const added = names.filter((name) => !Object.hasOwn(body.fields, name));
  const fields = Object.fromEntries(added.map((name) => [name, value]));
  const answer = await send(target, JSON.stringify({ ...body.example, ...fields }));
  const untold = added.filter((name) => !unknownIn(answer).includes(name));
  if (answer.status === 400 && untold.length === 0) return undefined;
  return `${operation.id}: ${answer.status}, nothing about ${untold.join(', ')}`;
}

it('S-4 refuses every column of every table that a body does not name, and changes nothing', async () => {
  const before = await system.settled();
  const tries = targets.flatMap((target) => chunks(columns, 40).map((names) => ({ target, names })));
  const faults = await faultsAmong(tries, ({ target, names }) => assign(target, names, 1));
  process.stdout.write(
    `${targets.length} operations with a body, ${columns.length} names of columns: ${faults.length} let through\n`,
  );
  expect([targets.length, columns.length].every((count) => count > 50)).toBe(true);
  expect(faults).toEqual([]);
  expect(await system.settled()).toEqual(before);
}, 120_000);

/** Where a value may be put into an example: its own fields, and those of the objects in it. */
const placesIn = (example: unknown): string[][] =>
  typeof example !== 'object' || example === null
    ? []
    : [
        ...(Array.isArray(example) ? [] : [[]]),
        ...Object.entries(example).flatMap(([name, value]) => placesIn(value).map((rest) => [name, ...rest])),
      ];

function put(example: unknown, [first, ...rest]: readonly string[], name: string, value: unknown): unknown {
  if (Array.isArray(example))
    return example.map((item, index) => (String(index) === first ? put(item, rest, name, value) : item));
  const entries: [string, unknown][] = Object.entries(example as object);
  const changed = first === undefined ? [...entries, [name, value] as const] : entries;
  return Object.fromEntries(
    changed.map(([key, held]) => [key, key === first && first !== undefined ? put(held, rest, name, value) : held]),
  );
}

it('S-4 refuses any name at any depth that no schema knows', async () => {
  const before = await system.settled();
  const anything = fc.record({
    target: fc.constantFrom(...targets),
    name: fc.oneof(fc.string({ minLength: 1, maxLength: 40 }), fc.constantFrom(...columns)),
    value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.boolean(), fc.uuid()),
    place: fc.nat(),
  });
  const law = fc.asyncProperty(anything, async ({ target, name, value, place }) => {
    fc.pre(!words.has(name));
    const places = placesIn(target.body.example);
    const example = put(target.body.example, places[place % places.length] ?? [], name, value);
    const answer = await send(target, JSON.stringify(example));
    expect([target.operation.id, name, answer.status]).toEqual([target.operation.id, name, 400]);
  });
  await fc.assert(law, { numRuns: 600 });
  expect(await system.settled()).toEqual(before);
}, 120_000);

const prototypes = [
  '"__proto__":{"polluted":true}',
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"__proto__":null',
];

it('S-5 refuses what looks like a prototype, in every body and query', async () => {
  const before = await system.settled();
  const inside = (example: object, text: string): string[] => {
    const whole = JSON.stringify(example);
    const opens = [...whole.matchAll(/\{(?=")/g)].map(({ index }) => index + 1);
    return [`{${text}}`, ...opens.map((at) => `${whole.slice(0, at)}${text},${whole.slice(at)}`)];
  };
  const tries = targets.flatMap((target) =>
    prototypes.flatMap((text) => inside(target.body.example, text).map((body) => ({ target, body }))),
  );
  const faults = await faultsAmong(tries, async ({ target, body }) => {
    const { status } = await send(target, body);
    return status === 400 && polluted() === undefined ? undefined : `${target.operation.id}: ${status} to ${body}`;
  });
  const queries = [
    '__proto__[polluted]=1',
    '__proto__.polluted=1',
    '__proto__=1',
    'constructor[prototype][polluted]=1',
  ];
  const asked = system.operations.flatMap((operation) => queries.map((query) => ({ operation, query })));
  const more = await faultsAmong(asked, async ({ operation, query }) => {
    const path = operation.path.replaceAll(/\{\w+\}/g, '0193a5c4-7e1f-7000-8000-0000000000ff');
    const { status } = await system.ask('GET', `${path}?${query}`);
    return [400, 403, 404, 405].includes(status) && polluted() === undefined
      ? undefined
      : `${operation.id}?${query}: ${status}`;
  });
  process.stdout.write(
    `${tries.length} bodies and ${asked.length} queries like a prototype: ${faults.length + more.length} let through\n`,
  );
  expect([...faults, ...more]).toEqual([]);
  expect(await system.settled()).toEqual(before);
}, 120_000);

it('S-5 follows a fact that looks like a prototype, and goes on', async () => {
  const { database } = system.app('cooperation');
  const [like] = await database.query<{ data: string }>(
    `SELECT data FROM event_log WHERE type = 'agreements.registered' ORDER BY position LIMIT 1`,
  );
  const id = '0193a5c4-7e1f-7000-8000-00000000aaaa';
  const state = JSON.stringify({ ...JSON.parse(like?.data ?? '{}'), id, ref: 'CO-2099-9999' });
  const data = `{${prototypes.slice(0, 3).join(',')},${state.slice(1)}`;
  await database.query(
    `INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
     SELECT 'internal', gen_random_uuid(), $1, 1, type, schema_version, envelope, $2
       FROM event_log WHERE type = 'agreements.registered' ORDER BY position LIMIT 1`,
    [id, data],
  );
  const known = `SELECT 1 FROM ledger WHERE event LIKE '%${id}%'`;
  await until('it is in the ledger', async () => (await system.app('gateway').database.query(known)).length === 1);
  const [next] = targets.filter(({ operation }) => operation.id === 'registerAgreement');
  if (next === undefined) throw new Error('agreements are registered');
  const after = await send(next, JSON.stringify(next.body.example));
  const later = `SELECT 1 FROM ledger WHERE event LIKE '%${after.body.id}%'`;
  await until('the next is too', async () => (await system.app('gateway').database.query(later)).length === 1);
  expect(polluted()).toBeUndefined();
}, 60_000);

it('would notice an object that was polluted, and a schema that lets through', async () => {
  Object.defineProperty(Object.prototype, 'polluted', { value: true, configurable: true });
  const seen = polluted();
  Reflect.deleteProperty(Object.prototype, 'polluted');
  expect([seen, polluted()]).toEqual([true, undefined]);
  const [any] = targets;
  if (any === undefined) throw new Error('there are operations with a body');
  const believing = { ...any, body: { ...any.body, example: {}, fields: {} } };
  const own = Object.keys(any.body.fields);
  expect(await assign(believing, own, 1)).toMatch(/nothing about/);
});

/** Every list, and every record that it shows, to one caller; what is not as announced. */
async function misshapen(ask: HttpClient): Promise<{ read: number; faults: string[] }> {
  let read = 0;
  const faults: string[] = [];
  const compare = async (path: string, address: string): Promise<HttpAnswer> => {
    const answer = await ask('GET', address);
    if (answer.status !== 200) return answer;
    read += 1;
    const strangers = strangersIn(system.document, answerOf(system.document, 'GET', path), answer.body);
    faults.push(...new Set(strangers.map((stranger) => `${path}: ${stranger}`)));
    return answer;
  };
  const reading = system.operations.filter(({ method }) => method === 'GET');
  for (const { path } of reading.filter(({ pathParameters }) => pathParameters.length === 0)) {
    const { body } = await compare(path, path);
    const detail = reading.find((other) => other.path.replace(/\/\{\w+\}$/, '') === path && other.path !== path);
    for (const { id } of detail === undefined ? [] : (body?.items ?? []))
      await compare(detail?.path ?? '', `${path}/${id}`);
  }
  return { read, faults };
}

it('S-4 answers with the announced keys and no other, whoever reads', async () => {
  const callers = ['editor', 'auditor', 'partner-flanders', ''];
  const counts: number[] = [];
  for (const caller of callers) {
    const { read, faults } = await misshapen(httpClient(system.url, system.issuer.tokens[caller] ?? ''));
    counts.push(read);
    expect(faults).toEqual([]);
  }
  process.stdout.write(`answers compared with their schema, by caller: ${counts.join(', ')}\n`);
  expect(counts.every((count) => count > 30)).toBe(true);
}, 60_000);

it('would notice a key too many, and one too few', () => {
  const schema = answerOf(system.document, 'GET', '/v1/agreements/{agreementId}');
  expect(strangersIn(system.document, schema, { secret: 1, title: { fr: 'x', xx: 'y' } })).toEqual(
    expect.arrayContaining(['.secret is not announced', '.title.xx is not announced', '.ref is missing']),
  );
});
