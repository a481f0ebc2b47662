import { broker, type Broker } from '@passerelle/testing/broker';
import { notes } from '@passerelle/testing/notes';
import {
  editor,
  operationClient,
  startApp,
  type Answer,
  type CallOptions,
  type OperationClient,
  type StartedApp,
} from '@passerelle/testing/start-app';
import { Rounds } from '../leadership/index.js';
import { createLogger } from '../telemetry/index.js';
import { forgetReplies } from './index.js';

let nats: Broker;
let app: StartedApp;
let client: OperationClient;

beforeAll(async () => {
  nats = await broker();
  app = await startApp(notes, { broker: nats });
  client = await operationClient(nats);
}, 60_000);

afterAll(async () => {
  await client?.close();
  await app?.close();
  await nats?.stop();
});

const write = (idempotencyKey: string, more: CallOptions = {}): Promise<Answer> =>
  client.call('rpc.networks.notes.write', { body: { text: 'One note' }, idempotencyKey, ...more });
const notesHeld = async (): Promise<number> =>
  (await app.database.query<{ held: number }>('SELECT count(*)::int AS held FROM note'))[0]?.held ?? NaN;
const keysHeld = async (): Promise<string[]> =>
  (await app.database.query<{ key: string }>('SELECT key FROM idempotency_key ORDER BY key')).map(({ key }) => key);

it('K-4 leaves every client its own keys', async () => {
  const one = await write('shared-key');
  const other = await write('shared-key', { caller: { ...editor, client: 'another-program' } });
  expect([one.status, other.status]).toEqual([201, 201]);
  expect(other.body.id).not.toBe(one.body.id);
  expect((await write('shared-key')).body).toEqual(one.body);
});

it.each([
  ['another person', { ...editor, subject: 'somebody-else' }],
  ['the same person for another region', { ...editor, party: 'BE-WAL', roles: ['partner'] }],
])('gives the answer to one of its callers to no other: %s', async (_, caller) => {
  const key = `kept for ${caller.subject} of ${caller.party}`.replaceAll(' ', '-');
  const mine = await write(key);
  const before = await notesHeld();
  const theirs = await write(key, { caller });
  expect([403, 409]).toContain(theirs.status);
  expect(JSON.stringify(theirs.body)).not.toContain(mine.body.id);
  expect(await notesHeld()).toBe(before);
  expect((await write(key)).body).toEqual(mine.body);
});

it('S-5 keeps and replays what looks like a prototype as plain text', async () => {
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    const text = `{"__proto__":{"polluted":true},"${key}":1}`;
    const first = await write(key, { body: { text } });
    expect(first).toMatchObject({ status: 201, body: { text } });
    const again = await write(key, { body: { text } });
    expect([again.header('Idempotent-Replayed'), again.body]).toEqual(['true', first.body]);
  }
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

it('forgets the answers whose day is over, and no other', async () => {
  await app.database.query('DELETE FROM idempotency_key');
  await app.database.query(
    `INSERT INTO idempotency_key (client, operation, key, hash, status, headers, body, at)
     SELECT 'a', 'b', 'old-' || n, 'h', 201, '{}', '{}', now() - interval '24 hours' FROM generate_series(1, 2500) AS n
     UNION ALL VALUES ('a', 'b', 'young', 'h', 201, '{}'::jsonb, '{}', now() - interval '23 hours 59 minutes')`,
  );
  expect(await forgetReplies(app.database)).toBe(2_500);
  expect(await keysHeld()).toEqual(['young']);
  expect(await forgetReplies(app.database)).toBe(0);
});

it('lets one instance at a time go its round, and holds no connection after it', async () => {
  let atOnce = 0;
  const most: number[] = [];
  const rounds = [1, 2].map(
    () =>
      new Rounds(app.database.source, createLogger('test', 'silent'), {
        name: 'test',
        lockId: 1,
        everyMs: 60_000,
        work: async () => {
          most.push(++atOnce);
          await new Promise((resume) => setTimeout(resume, 100));
          atOnce -= 1;
        },
      }),
  );
  await Promise.all(rounds.map((each) => each.round()));
  expect(most).toEqual([1]);
  for (const each of rounds) await each.round();
  expect(most).toEqual([1, 1, 1]);
  const held = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objid = 1 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
  expect(await app.database.query(held)).toEqual([]);
});

it('goes on with its rounds after one that failed', async () => {
  const outcomes: string[] = [];
  const rounds = new Rounds(app.database.source, createLogger('test', 'silent'), {
    name: 'test',
    lockId: 2,
    everyMs: 20,
    work: () => {
      outcomes.push('round');
      return outcomes.length === 1 ? Promise.reject(new Error('on purpose')) : Promise.resolve();
    },
  });
  rounds.start();
  await new Promise((resume) => setTimeout(resume, 400));
  await rounds.stop();
  const done = outcomes.length;
  expect(done).toBeGreaterThan(1);
  await new Promise((resume) => setTimeout(resume, 100));
  expect(outcomes).toHaveLength(done);
});
