import { Clock } from '../../apps/cooperation/src/clock.js';
import { cooperation } from '../../apps/cooperation/src/cooperation.js';
import { gateway } from '../../apps/gateway/src/gateway.js';
import { networks } from '../../apps/networks/src/networks.js';
import { projects } from '../../apps/projects/src/projects.js';
import { representation } from '../../apps/representation/src/representation.js';
import { injectableCanary, type Canary } from './canary.ts';
import { faultsAmong, System } from './system.ts';

// S-6: nothing that comes in a query, value or name, ever reaches a statement: no text makes PostgreSQL sleep, none makes it
// answer with more than without. `injection.long.spec.ts` has sqlmap try the same.

const system = new System();
let canary: Canary;
/** By path. */
const tokens = new Map<string, string>();

beforeAll(async () => {
  await system.start([cooperation, representation, networks, projects], gateway);
  await system.fill();
  // What the clock has to tell of the example is told before it is looked at, and not in the middle.
  await system.app('cooperation').app.get(Clock).tell(new Date());
  canary = await injectableCanary();
  for (const operation of lists())
    tokens.set(operation.path, await system.tokenFor(operation, await system.addressOf(operation)));
}, 120_000);

afterAll(async () => {
  await canary?.stop();
  await system.stop();
});

const sleepSec = 2;
const late = 1_500;

const sleeps = [
  `'; SELECT pg_sleep(${sleepSec}); --`,
  `' OR pg_sleep(${sleepSec}) IS NULL --`,
  `'||(SELECT pg_sleep(${sleepSec}))||'`,
  `x') OR 1 = (SELECT 1 FROM pg_sleep(${sleepSec})) --`,
  `1; SELECT pg_sleep(${sleepSec})`,
  `(SELECT 1 FROM pg_sleep(${sleepSec}))`,
  `ref, (SELECT pg_sleep(${sleepSec}))`,
  `$1; SELECT pg_sleep(${sleepSec}) --`,
  `\\'; SELECT pg_sleep(${sleepSec}); --`,
  `2026-01-01'::date OR pg_sleep(${sleepSec}) IS NULL --`,
];

/** How long an address took, and what came. */
async function timed(url: string, path: string): Promise<{ ms: number; status: number; text: string }> {
  const started = performance.now();
  const answer = await fetch(url, { headers: { authorization: `Bearer ${tokens.get(path)}` } });
  const text = await answer.text();
  return { ms: performance.now() - started, status: answer.status, text };
}

async function faultAt(url: string, path: string, statuses: readonly number[]): Promise<string | undefined> {
  const { ms, status, text } = await timed(url, path);
  if (ms > late) return `${url} took ${Math.round(ms)} ms`;
  if (!statuses.includes(status)) return `${url} answered ${status}`;
  return /syntax error|unterminated|pg_catalog|relation "/i.test(text) ? `${url} speaks of SQL: ${text}` : undefined;
}

const lists = () => system.operations.filter(({ method, query }) => method === 'GET' && Object.keys(query).length > 0);
const addressOf = (path: string) =>
  `${system.url}${path.replaceAll(/\{\w+\}/g, '0193a5c4-7e1f-7000-8000-0000000000ff')}`;

it('sleeps for no value of any parameter of any list', async () => {
  const tries = lists().flatMap(({ path, query }) =>
    Object.keys(query).flatMap((name) => sleeps.map((value) => ({ path, name, value }))),
  );
  const faults = await faultsAmong(
    tries,
    ({ path, name, value }) =>
      faultAt(`${addressOf(path)}?${name}=${encodeURIComponent(value)}`, path, [200, 400, 404]),
    6,
  );
  process.stdout.write(
    `${lists().length} operations with a query, ${tries.length} values that would make PostgreSQL sleep: ${faults.length} did\n`,
  );
  expect(lists().length).toBeGreaterThan(15);
  expect(faults).toEqual([]);
}, 180_000);

it('knows no parameter by a name that goes on', async () => {
  const tries = lists().flatMap(({ path, query }) =>
    [...Object.keys(query).slice(0, 4), 'id'].flatMap((name) =>
      sleeps.map((more) => ({ path, name: `${name}${more}` })),
    ),
  );
  const faults = await faultsAmong(
    tries,
    ({ path, name }) => faultAt(`${addressOf(path)}?${encodeURIComponent(name)}=1`, path, [400, 404]),
    6,
  );
  process.stdout.write(`${tries.length} names of parameters that go on as SQL: ${faults.length} taken\n`);
  expect(faults).toEqual([]);
}, 180_000);

it('answers a sort and a cursor made by hand with 400', async () => {
  const sorted = lists().filter(({ query }) => query.sort !== undefined);
  const id = '0193a5c4-7e1f-7000-8000-0000000000ff';
  const tries = sorted.flatMap(({ path }) =>
    sleeps.flatMap((text) => {
      const cursors = [
        [text, 'x', id],
        ['ref', text, text],
        [text, text, text],
      ].map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'));
      const directions = [`ref ${text}`, `-ref ${text}`, `ref,${text}`];
      return [
        ...cursors.map((cursor) => `after=${cursor}`),
        ...directions.map((sort) => `sort=${encodeURIComponent(sort)}`),
      ].map((query) => ({ path, query }));
    }),
  );
  const faults = await faultsAmong(
    tries,
    ({ path, query }) => faultAt(`${addressOf(path)}?${query}`, path, [400, 404]),
    6,
  );
  process.stdout.write(`${tries.length} sorts and cursors made by hand: ${faults.length} taken\n`);
  expect(sorted.length).toBeGreaterThan(10);
  expect(faults).toEqual([]);
}, 180_000);

it('shows no record more to what is true for all of them', async () => {
  const truths = [`' OR '1'='1`, `x' OR 1=1 --`, `' OR ''='`, `%`, `_`, `%%%`];
  const tries = lists().flatMap(({ path, query }) =>
    Object.keys(query)
      .filter((name) => !['pageSize', 'total', 'after', 'sort', 'q'].includes(name))
      .flatMap((name) => truths.map((value) => ({ path, name, value }))),
  );
  const faults = await faultsAmong(tries, async ({ path, name, value }) => {
    const { status, text } = await timed(`${addressOf(path)}?${name}=${encodeURIComponent(value)}`, path);
    if (status !== 200) return undefined;
    const { items = [] }: { items?: unknown[] } = JSON.parse(text);
    return items.length === 0 ? undefined : `${path}?${name}=${value} shows ${items.length} records`;
  });
  expect(faults).toEqual([]);
}, 120_000);

it('would notice a service that can be made to sleep, and one that shows more', async () => {
  const statuses = [200, 400];
  expect(await faultAt(`${canary.url}?ref=CO-2026-0001`, 'canary', statuses)).toBeUndefined();
  const found = await faultsAmong(sleeps, (value) =>
    faultAt(`${canary.url}?ref=${encodeURIComponent(value)}`, 'canary', statuses),
  );
  expect(found.length).toBeGreaterThan(0);
  const { text } = await timed(`${canary.url}?ref=${encodeURIComponent(`' OR '1'='1`)}`, 'canary');
  expect(JSON.parse(text).items).toHaveLength(2);
}, 60_000);
