import { httpClient, type HttpAnswer, type HttpClient, type HttpOptions } from '@passerelle/testing/door';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { agreementExample } from '../../../cooperation/src/forum/agreements/agreement.example.js';
import { rowsOf } from '../resilience/holdings.ts';
import { Rig } from '../resilience/rig.ts';

// No update is lost and no write happens twice: over HTTP, through the gateway, against two instances of one service.

const rig = new Rig(['cooperation', 'gateway']);
let ask: HttpClient;
let asAdmin: HttpClient;

beforeAll(async () => {
  await rig.start();
  await rig.startReplica('cooperation');
  ask = httpClient(rig.gateway, await rig.token('editor'));
  asAdmin = httpClient(rig.gateway, await rig.token('admin'));
  await until('agreements are served', async () => (await ask('GET', '/v1/agreements')).status === 200);
});

afterAll(() => rig.stop(), 60_000);

interface Trace {
  readonly records: number;
  readonly facts: number;
  readonly audited: number;
}

/** The number of rows of each kind. */
async function trace(): Promise<Trace> {
  const [row] = await rowsOf<Trace>(
    rig,
    'cooperation',
    `SELECT (SELECT count(*)::int FROM agreement) AS records, (SELECT count(*)::int FROM event_log WHERE product = 'internal' AND type LIKE 'agreements.%') AS facts,
            (SELECT count(*)::int FROM audit_entry) AS audited`,
  );
  return row ?? { records: NaN, facts: NaN, audited: NaN };
}

async function leaves(work: () => Promise<void>): Promise<Trace> {
  const before = await trace();
  await work();
  const after = await trace();
  return {
    records: after.records - before.records,
    facts: after.facts - before.facts,
    audited: after.audited - before.audited,
  };
}

const nothing: Trace = { records: 0, facts: 0, audited: 0 };
const once: Trace = { records: 1, facts: 1, audited: 1 };

const together = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

const tally = (answers: readonly HttpAnswer[]): Record<string, number> =>
  answers.reduce<Record<string, number>>((sum, { status }) => ({ ...sum, [status]: (sum[status] ?? 0) + 1 }), {});

const register = (key?: string, options: HttpOptions = {}, by = ask): Promise<HttpAnswer> =>
  by('POST', '/v1/agreements', {
    body: agreementExample,
    ...options,
    headers: { ...(key === undefined ? {} : { 'idempotency-key': key }), ...options.headers },
  });

const change = (id: string, ifMatch: string | undefined, source: string): Promise<HttpAnswer> =>
  ask('PATCH', `/v1/agreements/${id}`, {
    body: { source },
    headers: ifMatch === undefined ? {} : { 'if-match': ifMatch },
  });

let keys = 0;
const newKey = (): string => `proof-${process.pid}-${keys++}`;

it('K-1 accepts one of 50 concurrent changes of the same version', async () => {
  const { body: agreement } = await register();
  let answers: HttpAnswer[] = [];
  const left = await leaves(async () => {
    answers = await together(50, (index) => change(agreement.id, '"1"', `Source of writer ${index}`));
  });
  const { 200: won, 412: stale } = tally(answers);
  process.stdout.write(`50 parallel PATCH: ${won} x 200, ${stale} x 412\n`);
  expect(tally(answers)).toEqual({ 200: 1, 412: 49 });
  expect(left).toEqual({ ...once, records: 0 });
  const winner = answers.find(({ status }) => status === 200);
  const now = await ask('GET', `/v1/agreements/${agreement.id}`);
  expect([winner?.header('etag'), now.header('etag'), now.text]).toEqual(['"2"', '"2"', winner?.text]);
  for (const { status, body } of answers) if (status === 412) expect(body.currentVersion).toBe(2);
});

it('accepts all changes that come one after the other', async () => {
  const { body: agreement } = await register();
  for (let version = 1; version <= 5; version++)
    expect((await change(agreement.id, `"${version}"`, `Source ${version}`)).status).toBe(200);
});

it('K-2 changes nothing without the ETag of the record', async () => {
  const { body: agreement } = await register();
  const left = await leaves(async () => {
    expect(await change(agreement.id, undefined, 'No version')).toMatchObject({ status: 428 });
    for (const tag of ['*', 'W/"c2hhcGVk"', '1', '"1", "2"'])
      expect(await change(agreement.id, tag, 'No version')).toMatchObject({
        status: 400,
        body: { issues: [{ name: 'If-Match' }] },
      });
  });
  expect(left).toEqual(nothing);
});

it('K-3 executes 20 concurrent requests with one key once', async () => {
  const key = newKey();
  let answers: HttpAnswer[] = [];
  const left = await leaves(async () => {
    answers = await together(20, () => register(key));
  });
  process.stdout.write(`20 parallel POST with one key: ${left.records} row, ${left.facts} fact\n`);
  expect(left).toEqual(once);
  const made = answers.filter(({ status }) => status === 201);
  const told = answers.filter(({ status }) => status === 409);
  expect(made.length + told.length).toBe(20);
  expect(made.length).toBeGreaterThan(0);
  expect(new Set(made.map(({ text }) => text)).size).toBe(1);
  for (const { body, header } of told) {
    expect(body.type).toBe('urn:problem-type:passerelle:requestInProgress');
    expect(Number(header('retry-after'))).toBeGreaterThan(0);
  }
  const again = await register(key);
  expect(again).toMatchObject({ status: 201, text: made[0]?.text });
  expect([again.header('idempotent-replayed'), again.header('etag'), again.header('location')]).toEqual([
    'true',
    made[0]?.header('etag'),
    made[0]?.header('location'),
  ]);
});

it('executes every request that has a different key', async () => {
  const left = await leaves(async () => {
    expect(tally(await together(20, () => register(newKey())))).toEqual({ 201: 20 });
  });
  expect(left).toEqual({ records: 20, facts: 20, audited: 20 });
});

it('K-4 refuses a key that is repeated with another body or address, for its own caller only', async () => {
  const key = newKey();
  const first = await register(key);
  const left = await leaves(async () => {
    const other = await register(key, { body: { ...agreementExample, level: 'europe' } });
    expect(other).toMatchObject({ status: 409, body: { type: 'urn:problem-type:passerelle:idempotencyConflict' } });
  });
  expect(left).toEqual(nothing);
  const elsewhere = await register(key, {}, asAdmin);
  expect(elsewhere.status).toBe(403); // An administrator keeps no records, whatever others did under this key.
  const signing = { body: { transition: 'sign', on: '2012-11-26' }, headers: { 'idempotency-key': key } };
  const [one, two] = [first.body.id, (await register()).body.id];
  expect(await ask('POST', `/v1/agreements/${one}/transitions`, signing)).toMatchObject({ status: 200 });
  expect(await ask('POST', `/v1/agreements/${two}/transitions`, signing)).toMatchObject({ status: 409 });
});

it.each([
  ['with a blank', 'a b'],
  ['beyond ASCII', 'cl\u00e9'],
  ['of 256 letters', 'k'.repeat(256)],
])('K-4 refuses a key %s', async (_, key) => {
  const left = await leaves(async () => {
    expect(await register(key)).toMatchObject({ status: 400, body: { issues: [{ name: 'Idempotency-Key' }] } });
  });
  expect(left).toEqual(nothing);
});

it('K-4 accepts a key of 255 letters', async () => {
  expect((await register('k'.repeat(255))).status).toBe(201);
});

it('K-4 stores no refusal: the call is decided again under the same key', async () => {
  const key = newKey();
  expect((await register(key, { body: { ...agreementExample, parties: ['BE-BRU'] } })).status).toBe(400);
  expect((await register(key, { body: { ...agreementExample, title: { en: 'Only English' } } })).status).toBe(409);
  const done = await register(key);
  expect([done.status, done.header('idempotent-replayed')]).toEqual([201, '']);
});

it('K-4 remembers a key for a day', async () => {
  const key = newKey();
  const aged = (by: string) =>
    rowsOf(rig, 'cooperation', `UPDATE idempotency_key SET at = at - interval '${by}' WHERE key = '${key}'`);
  const first = await register(key);
  await aged('23 hours 59 minutes');
  expect((await register(key)).text).toBe(first.text);
  await aged('2 minutes');
  const next = await register(key);
  expect([next.status, next.header('idempotent-replayed')]).toEqual([201, '']);
  expect(next.body.id).not.toBe(first.body.id);
  expect((await register(key)).text).toBe(next.text);
});

/** As the owner of the schema, which no service is. */
async function asOwner(sql: string): Promise<void> {
  const owner = new pg.Client({ connectionString: rig.around.databases.cooperation?.ownerUrl ?? '' });
  await owner.connect();
  await owner.query(sql);
  await owner.end();
}

it('K-4 returns the stored answer when all instances died between the commit and the answer', async () => {
  // The commit itself is slow: an instance that is killed meanwhile has sent it, and never gets its result.
  await asOwner(`
    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON idempotency_key DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION linger()`);
  const key = newKey();
  const left = await leaves(async () => {
    const asked = register(key);
    const committing = `SELECT 1 FROM pg_stat_activity WHERE query = 'COMMIT' AND wait_event = 'PgSleep'`;
    await until('it commits', async () => (await rowsOf(rig, 'cooperation', committing)).length === 1);
    await Promise.all(['cooperation', 'cooperation-replica-1'].map((name) => rig.kill(name)));
    expect((await asked).status).toBeGreaterThanOrEqual(500);
    const kept = `SELECT 1 FROM idempotency_key WHERE key = '${key}'`;
    await until('the answer is stored', async () => (await rowsOf(rig, 'cooperation', kept)).length === 1);
    await asOwner('DROP TRIGGER linger ON idempotency_key; DROP FUNCTION linger');
    await rig.startService('cooperation');
    await until('it is served again', async () => (await ask('GET', '/v1/agreements')).status === 200);
    const again = await register(key);
    expect([again.status, again.header('idempotent-replayed')]).toEqual([201, 'true']);
    expect(await ask('GET', `/v1/agreements/${again.body.id}`)).toMatchObject({ status: 200, text: again.text });
  });
  expect(left).toEqual(once);
});
