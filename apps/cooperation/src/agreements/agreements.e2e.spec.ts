import { broker, type Broker } from '@passerelle/testing/broker';
import {
  operationClient,
  partnerFlanders,
  anonymous,
  startApp,
  type OperationClient,
  type StartedApp,
} from '@passerelle/testing/start-app';
import { Clock } from '../clock.js';
import { cooperation } from '../cooperation.js';
import { agreementExample } from './agreement.example.js';

let nats: Broker;
let app: StartedApp;
let client: OperationClient;

beforeAll(async () => {
  nats = await broker();
  app = await startApp(cooperation, { broker: nats });
  client = await operationClient(nats);
}, 60_000);

afterAll(async () => {
  await client?.close();
  await app?.close();
  await nats?.stop();
});

const agreements = (act: string) => `rpc.cooperation.agreements.${act}`;
const register = async (changes: object = {}) =>
  (await client.call(agreements('register'), { body: { ...agreementExample, ...changes } })).body;
const log = (id: string) =>
  app.database.query<{ type: string; data: string; aggregate_version: string }>(
    'SELECT type, data, aggregate_version FROM event_log WHERE aggregate_id = $1 ORDER BY position',
    [id],
  );

it('registers an agreement, answers with its address and leaves one whole fact', async () => {
  const answer = await client.call(agreements('register'), { body: agreementExample });
  expect(answer).toMatchObject({
    status: 201,
    body: { version: 1, status: 'draft', parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'] },
  });
  expect(answer.body.ref).toMatch(/^CO-\d{4}-\d{4,}$/);
  expect(answer.header('Location')).toBe(`http://passerelle.test/v1/agreements/${answer.body.id}`);
  expect(answer.header('ETag')).toBe('"1"');
  const state = { ...answer.body, href: undefined };
  const [fact, ...more] = await log(answer.body.id);
  expect(more).toEqual([]);
  expect(fact?.type).toBe('agreements.registered');
  expect(JSON.parse(fact?.data ?? '')).toEqual(state);
});

it('signs and ends it, each act a fact of its own', async () => {
  const { id } = await register();
  const path = { agreementId: id };
  expect(await client.call(agreements('sign'), { path, body: { on: '2012-11-26' } })).toMatchObject({
    status: 200,
    body: { status: 'inForce', signedOn: '2012-11-26', version: 2 },
  });
  expect(await client.call(agreements('sign'), { path, body: { on: '2012-11-27' } })).toMatchObject({
    status: 409,
    body: { type: 'urn:problem-type:passerelle:illegalTransition' },
  });
  const ended = await client.call(agreements('end'), {
    path,
    body: { on: '2024-06-30', reason: { fr: 'Remplacé.', nl: 'Vervangen.' } },
  });
  expect(ended.body).toMatchObject({ status: 'ended', version: 3 });
  expect((await log(id)).map((row) => [row.type, row.aggregate_version])).toEqual([
    ['agreements.registered', '1'],
    ['agreements.signed', '2'],
    ['agreements.ended', '3'],
  ]);
});

it('refuses a stale or missing version and changes nothing', async () => {
  const { id } = await register();
  const path = { agreementId: id };
  const body = { source: 'Another source' };
  expect(await client.call(agreements('change'), { path, body })).toMatchObject({ status: 428 });
  expect(await client.call(agreements('change'), { path, body, ifMatch: '"7"' })).toMatchObject({
    status: 412,
    body: { currentVersion: 1 },
  });
  expect(await client.call(agreements('change'), { path, body, ifMatch: '"1"' })).toMatchObject({
    status: 200,
    body: { version: 2, source: 'Another source' },
  });
  expect(await log(id)).toHaveLength(2);
});

it('tells every fault of the input at once', async () => {
  const answer = await client.call(agreements('register'), {
    body: { ...agreementExample, parties: ['BE-BRU'], level: 'moon', extra: 1, signedOn: '2025-02-30' },
  });
  expect(answer.status).toBe(400);
  expect(answer.body.issues.map((issue: { name: string }) => issue.name).sort()).toEqual([
    'extra',
    'level',
    'parties',
    'signedOn',
  ]);
});

it('wants both official languages of what is public, and no signature from the future', async () => {
  const answer = await client.call(agreements('register'), {
    body: { ...agreementExample, title: { en: 'Only English' } },
    language: 'nl',
  });
  expect(answer).toMatchObject({
    status: 409,
    body: { type: 'urn:problem-type:passerelle:languageIncomplete', missing: 'fr, nl' },
  });
  expect(answer.body.detail).toContain('Nederlands');
  const { id } = await register();
  const signed = await client.call(agreements('sign'), { path: { agreementId: id }, body: { on: '2100-01-01' } });
  expect(signed).toMatchObject({
    status: 400,
    body: { issues: [{ type: 'urn:problem-type:belgif:input-validation:factInFuture', name: 'on' }] },
  });
});

it('shows a partner region what is public or shared with it, and nothing else', async () => {
  const shared = await register({ classification: 'internal' });
  const withoutFlanders = await register({ classification: 'internal', parties: ['BE-BRU', 'BE-WAL'] });
  const restricted = await register({ classification: 'restricted' });
  const read = async (id: string) =>
    (await client.call(agreements('read'), { path: { agreementId: id }, caller: partnerFlanders })).status;
  expect([await read(shared.id), await read(withoutFlanders.id), await read(restricted.id)]).toEqual([200, 404, 404]);
  const list = await client.call(agreements('list'), { query: { pageSize: ['200'] }, caller: partnerFlanders });
  const ids = list.body.items.map((item: { id: string }) => item.id);
  expect(ids).toContain(shared.id);
  expect(ids).not.toContain(withoutFlanders.id);
  expect(ids).not.toContain(restricted.id);
});

it('answers nobody who does not come through the door', async () => {
  expect(await client.call(agreements('list'), { caller: undefined })).toMatchObject({ status: 401 });
  const open = await client.call(agreements('list'), { query: { pageSize: ['200'] }, caller: anonymous });
  expect(open.body.items.filter((item: { classification: string }) => item.classification !== 'public')).toEqual([]);
  expect(await client.call(agreements('register'), { body: {}, caller: anonymous })).toMatchObject({
    status: 401,
    body: { type: 'urn:problem-type:belgif:noAccessToken' },
  });
  expect(await client.call(agreements('register'), { body: agreementExample, caller: partnerFlanders })).toMatchObject({
    status: 403,
    body: { type: 'urn:problem-type:belgif:missingPermission' },
  });
});

it('pages through a sorted list without a hole or a double while others write', async () => {
  for (let day = 10; day < 17; day++) {
    const { id } = await register();
    await client.call(agreements('sign'), { path: { agreementId: id }, body: { on: `2013-01-${day}` } });
  }
  const seen: string[] = [];
  let after: string[] | undefined;
  do {
    const query = {
      pageSize: ['2'],
      sort: ['-signedOn'],
      signedOnFrom: ['2013-01-01'],
      signedOnTo: ['2013-12-31'],
      ...(after ? { after } : {}),
    };
    const { body } = await client.call(agreements('list'), { query });
    seen.push(...body.items.map((item: { signedOn: string }) => item.signedOn));
    after = body.next === undefined ? undefined : [new URL(body.next).searchParams.get('after') ?? ''];
    await register();
  } while (after !== undefined);
  expect(seen).toEqual([16, 15, 14, 13, 12, 11, 10].map((day) => `2013-01-${day}`));
});

it('tells a missed cadence once, as a fact', async () => {
  const { id } = await register();
  await client.call(agreements('sign'), { path: { agreementId: id }, body: { on: '2012-11-26' } });
  const clock = app.app.get(Clock);
  const later = new Date('2028-01-02T12:00:00Z');
  await clock.tell(later);
  await clock.tell(later);
  const missed = (await log(id))
    .filter((row) => row.type === 'agreements.cadenceMissed')
    .map((row) => JSON.parse(row.data).missed.period);
  expect(missed).toEqual(['2026', '2027']);
});

it('keeps what is owed at no rhythm, and the time for which the agreement itself holds', async () => {
  const [paced] = agreementExample.obligations;
  const { text, source } = paced;
  const consult = { code: 'consultEachOther', text, source };
  const validity = { from: '2012-11-26' };
  const answer = await client.call(agreements('register'), {
    body: { ...agreementExample, obligations: [consult], validity },
  });
  expect(answer).toMatchObject({ status: 201, body: { obligations: [consult], validity } });
  await client.call(agreements('sign'), { path: { agreementId: answer.body.id }, body: { on: '2012-11-26' } });
  await app.app.get(Clock).tell(new Date('2028-01-02T12:00:00Z'));
  expect((await log(answer.body.id)).map(({ type }) => type)).toEqual(['agreements.registered', 'agreements.signed']);
  const half = { ...consult, cadence: 'P1Y' };
  const refused = await client.call(agreements('register'), { body: { ...agreementExample, obligations: [half] } });
  expect(refused).toMatchObject({ status: 400, body: { issues: [{ name: 'obligations.0' }] } });
});

it('tells no missed cadence of an agreement that ends at that moment', async () => {
  const { id } = await register();
  await client.call(agreements('sign'), { path: { agreementId: id }, body: { on: '2012-11-26' } });
  const ending = app.database.source.createQueryRunner();
  await ending.startTransaction();
  await ending.query(`UPDATE agreement SET status = 'ended', version = version + 1 WHERE id = $1`, [id]);
  const telling = app.app.get(Clock).tell(new Date('2028-01-02T12:00:00Z'));
  await new Promise((resume) => setTimeout(resume, 300));
  await ending.commitTransaction();
  await ending.release();
  await telling;
  expect((await log(id)).map((row) => row.type)).toEqual(['agreements.registered', 'agreements.signed']);
});

it('publishes the log in order, the sequence of the stream being the sequence of the log', async () => {
  const rows = await app.database.query<{ total: number }>('SELECT count(*)::int AS total FROM event_log');
  const until = Date.now() + 5_000;
  let last = -1;
  while (Date.now() < until && last !== rows[0]?.total) {
    const info = await client.connection.request('$JS.API.STREAM.INFO.INT_COOPERATION', '', { timeout: 2_000 });
    last = info.json<{ state: { last_seq: number } }>().state.last_seq;
  }
  expect(last).toBe(rows[0]?.total);
});

it('ends within its limit in the middle of a round over many agreements', async () => {
  const { id } = await register();
  await client.call(agreements('sign'), { path: { agreementId: id }, body: { on: '2012-11-26' } });
  for (const first of [10_000, 15_000])
    await app.database.query(
      `INSERT INTO agreement SELECT (jsonb_populate_record(record, jsonb_build_object('id', gen_random_uuid(), 'ref', 'CO-2001-' || n))).*
         FROM agreement AS record, generate_series($2::int, $2::int + 4999) AS n WHERE id = $1`,
      [id, first],
    );
  const round = app.app.get(Clock).tell(new Date('2028-01-02T12:00:00Z'));
  const since = performance.now();
  await app.close();
  expect(performance.now() - since).toBeLessThan(5_000);
  expect(await round).toBeLessThan(10_000);
}, 60_000);
