import { broker, type Broker } from '@passerelle/testing/broker';
import { noteChanged, notes, writeNote, changeNote, test } from '@passerelle/testing/notes';
import { operator, type Operator, type Streamed } from '@passerelle/testing/operator';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { advisoryLocks } from '../../data/database/index.js';
import { PublishedFact, record, type Publisher } from '../facts/index.js';
import { replay } from './outbox.js';

const stream = 'INT_NETWORKS';
const publisher: Publisher = {
  service: 'networks',
  organisation: 'perspective.brussels',
  typePrefix: 'brussels.perspective',
  inboxPrefix: '',
};

let nats: Broker;
let app: StartedApp;
let admin: Operator;

beforeEach(async () => {
  nats = await broker();
  admin = await operator(nats);
});

afterEach(async () => {
  await app?.close();
  await admin?.close();
  await nats?.stop();
});

const start = async (data?: StartedApp['data']) =>
  (app = await startApp(notes, { broker: nats, ...(data ? { data } : {}) }));
const write = (text: string) => app.database.transaction(test, (tx) => writeNote(tx, text));
const writeMany = (count: number) =>
  app.database.transaction(test, async (tx) => {
    for (let number = 0; number < count; number++) await writeNote(tx, `note ${number}`);
  });
const streamed = (count: number) =>
  until(`the stream has ${count} facts`, async () => (await admin.last(stream)) === count);

/** The facts of the log, as the bytes that the stream must contain. */
async function replayed(): Promise<Streamed[]> {
  const facts: Streamed[] = [];
  for await (const { sequence, subject, bytes } of replay(app.database.source, publisher, 'internal'))
    facts.push({ sequence, subject, text: new TextDecoder().decode(bytes) });
  return facts;
}

const logged = () =>
  app.database
    .query<{ total: number }>(`SELECT count(*)::int AS total FROM event_log WHERE product = 'internal'`)
    .then(([row]) => row?.total ?? 0);

it('publishes each fact once, with the same sequence in the stream as in the log', async () => {
  await start();
  for (const text of ['first', 'second', 'third']) await write(text);
  await streamed(3);
  const messages = await admin.messages(stream);
  expect(messages).toEqual(await replayed());
  for (const message of messages) {
    const fact = PublishedFact.parse(JSON.parse(message.text));
    expect(Number(fact.sequence)).toBe(message.sequence);
    expect(message.subject).toBe('facts.int.networks.notes.written.v1');
    expect(fact.type).toBe('brussels.perspective.networks.v1.notes.notify.written');
    expect(fact.source).toBe('urn:passerelle:perspective.brussels:internal.networks');
  }
  expect(messages.map(({ text }) => JSON.parse(text).data.text)).toEqual(['first', 'second', 'third']);
});

it('loses and duplicates no fact and keeps the order of each record, with sixteen writers that often roll back', async () => {
  await start();
  const kept = await app.database.transaction(test, async (tx) => {
    const written = [];
    for (let number = 0; number < 4; number++) written.push(await writeNote(tx, 'shared'));
    return written;
  });
  let committed = kept.length;
  const attempt = (writer: number, turn: number) =>
    app.database
      .transaction(test, async (tx) => {
        const mine = await writeNote(tx, `${writer}.${turn}`);
        await changeNote(tx, mine.id, 'again');
        if (turn % 3 === 0) await changeNote(tx, kept[turn % 4]?.id ?? '', `${writer}.${turn}`);
        await pause(Math.random() * 4);
        if (Math.random() < 0.3) throw new Error('rolled back');
        return turn % 3 === 0 ? 3 : 2;
      })
      .then((facts) => void (committed += facts))
      .catch(() => undefined);
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let turn = 0; turn < 25; turn++) await attempt(writer, turn);
    }),
  );
  expect(committed).toBeGreaterThan(300);
  await streamed(committed);
  const messages = await admin.messages(stream);
  expect(await logged()).toBe(committed);
  expect(messages).toEqual(await replayed());
  const versions = new Map<string, number>();
  for (const { text } of messages) {
    const fact = JSON.parse(text);
    expect(fact.aggregateversion).toBe((versions.get(fact.partitionkey) ?? 0) + 1);
    versions.set(fact.partitionkey, fact.aggregateversion);
  }
  expect(new Set(messages.map(({ text }) => JSON.parse(text).id)).size).toBe(committed);
});

it('publishes a fact that was inserted first and committed last', async () => {
  await start();
  const taken = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const slow = app.database.transaction(test, async (tx) => {
    const note = await writeNote(tx, 'early');
    taken.resolve();
    await commit.promise;
    return note;
  });
  await taken.promise;
  const late = await write('late');
  await streamed(1);
  commit.resolve();
  const early = await slow;
  await streamed(2);
  const order = (await admin.messages(stream)).map(({ text }) => JSON.parse(text).partitionkey);
  expect(order).toEqual([late.id, early.id]);
});

it('publishes a fact soon after its commit, without waiting until it looks at the stream again', async () => {
  await start();
  const since = Date.now();
  // One after the other: each would wait for two seconds.
  for (let count = 1; count <= 20; count++) {
    await write(`number ${count}`);
    await streamed(count);
  }
  expect(Date.now() - since).toBeLessThan(20_000);
}, 90_000);

it('publishes facts with a time of recording that never goes back', async () => {
  await start();
  for (let turn = 0; turn < 5; turn++) await writeMany(7);
  await streamed(35);
  const times = (await admin.messages(stream)).map(({ text }) => JSON.parse(text).recordedtime);
  expect(times).toEqual([...times].sort());
});

it('fills a wiped stream again by itself, byte for byte', async () => {
  await start();
  await writeMany(60);
  await write('single');
  await streamed(61);
  const before = await admin.messages(stream);
  await admin.wipe(stream);
  await streamed(61);
  expect(await admin.messages(stream)).toEqual(before);
  expect(before).toEqual(await replayed());
});

it('publishes the same bytes one by one as in one batch', async () => {
  await start();
  await writeMany(120);
  await streamed(120);
  const batched = await admin.messages(stream);
  expect((await admin.manager.streams.info(stream)).config.allow_atomic).toBe(nats.mode === 'full');
  const { data } = app;
  await app.close();
  await admin.wipe(stream);
  await admin.make(stream, 'facts.int.networks.>');
  await start(data);
  await streamed(120);
  expect((await admin.manager.streams.info(stream)).config.allow_atomic).toBeFalsy();
  expect(await admin.messages(stream)).toEqual(batched);
});

it('heals by the next fact when the end of the stream is lost', async () => {
  await start();
  await writeMany(30);
  await streamed(30);
  const before = await admin.messages(stream);
  await admin.wipe(stream);
  await write('after');
  await streamed(31);
  expect((await admin.messages(stream)).slice(0, 30)).toEqual(before);
});

it('publishes a backlog once and in order, also when the broker is killed with runs on their way', async () => {
  await start();
  await app.database.query(
    `INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
     SELECT 'internal', gen_random_uuid(), n::text, 1, 'notes.written', '1.0', '{"time":"2026-01-01T00:00:00.000Z"}', '{}'
       FROM generate_series(1, 8000) AS n`,
  );
  await until('some of it is published', async () => (await admin.last(stream)) >= 1_000);
  await nats.kill();
  await nats.restart();
  await until('all of it is published', async () => (await admin.last(stream)) === 8_000, 60_000);
  const messages = await admin.messages(stream);
  expect(messages).toEqual(await replayed());
  expect(new Set(messages.map(({ text }) => JSON.parse(text).id)).size).toBe(8_000);
}, 120_000);

describe('halts, publishes no more and reports why, while the service goes on,', () => {
  const halted = (reason: RegExp) =>
    until('the relay halts', () => reason.test(app.relay.halted ?? '')).then(async () => {
      const total = await logged();
      const last = await admin.last(stream);
      await write('while halted');
      await pause(400);
      expect([await logged(), await admin.last(stream)]).toEqual([total + 1, last]);
      const metrics = await (await fetch(`http://127.0.0.1:${app.healthPort}/metrics`)).text();
      expect(metrics).toMatch(/passerelle_relay_halted\{service="networks"\} 1/);
      expect((await fetch(`http://127.0.0.1:${app.healthPort}/readyz`)).status).toBe(200);
    });

  it('when another client wrote into the stream, and a fact follows', async () => {
    await start();
    await write('ours');
    await streamed(1);
    await admin.connection.request('facts.int.networks.notes.forged.v1', '{}');
    await write('next');
    await halted(/at 2 the stream has a message without event id|the log has assigned no such number/);
    expect(await admin.last(stream)).toBe(2);
  });

  it('when another client wrote into the stream, and no fact follows', async () => {
    await start();
    await write('ours');
    await streamed(1);
    await admin.connection.request('facts.int.networks.notes.forged.v1', '{}');
    await halted(/the last sequence of the stream is 2, the log has assigned no such number/);
  });

  it('when the log is shorter than the stream: the database was restored', async () => {
    await admin.make(stream, 'facts.int.networks.>');
    for (let message = 0; message < 5; message++)
      await admin.connection.request('facts.int.networks.notes.written.v1', '{}');
    await start();
    await halted(/the last sequence of the stream is 5, the log has assigned no such number/);
  });

  it('when the log is another one: as long as the stream, with other facts', async () => {
    await start();
    await writeMany(3);
    await streamed(3);
    await app.close();
    const elsewhere = await broker();
    const other = await startApp(notes, { broker: elsewhere });
    await other.database.transaction(test, (tx) => Promise.all(['a', 'b', 'c'].map((text) => writeNote(tx, text))));
    await until('the other log is published', () => other.relay.lagSeconds().then((lag) => lag === 0));
    await other.close();
    await elsewhere.stop();
    await start(other.data);
    await halted(/at 3 the stream has [0-9a-f-]{36}, the log [0-9a-f-]{36}/);
  });
});

describe('with two instances', () => {
  it('publishes no fact twice, and the second takes over when the first is gone', async () => {
    await start();
    const first = app;
    const second = await startApp(notes, { broker: nats, data: first.data });
    // Fewer writers than connections: on a busy machine one more would wait for a connection until it is refused.
    const each = (instance: StartedApp, count: number) =>
      Promise.all(
        Array.from({ length: 5 }, async (_, writer) => {
          for (let turn = 0; turn < count / 5; turn++)
            await instance.database.transaction(test, (tx) => writeNote(tx, `${writer}.${turn}`));
        }),
      );
    try {
      await Promise.all([each(first, 60), each(second, 60)]);
      await streamed(120);
    } finally {
      app = second;
      await first.close();
    }
    await each(second, 30);
    await streamed(150);
    const messages = await admin.messages(stream);
    expect(messages).toEqual(await replayed());
    expect(new Set(messages.map(({ text }) => JSON.parse(text).id)).size).toBe(150);
  });

  it('publishes each fact once while every leader loses the leadership', async () => {
    await start();
    const second = await startApp(notes, { broker: nats, data: app.data });
    const locks = `pg_locks JOIN pg_database ON pg_database.oid = database
                    WHERE datname = current_database() AND locktype = 'advisory' AND objid = ${advisoryLocks.outboxRelay} AND granted`;
    try {
      for (let turn = 0; turn < 3; turn++) {
        await until('one leads', async () => (await app.database.query(`SELECT 1 FROM ${locks}`)).length === 1);
        await writeMany(700);
        await app.database.query(`SELECT pg_terminate_backend(pid) FROM ${locks}`);
      }
      await until('the stream has all facts', async () => (await admin.last(stream)) === 2_100, 60_000);
      const messages = await admin.messages(stream);
      expect(messages).toEqual(await replayed());
      expect(new Set(messages.map(({ text }) => JSON.parse(text).id)).size).toBe(2_100);
    } finally {
      await second.close();
    }
  }, 120_000);

  it('does not report facts as late that another instance publishes', async () => {
    await start();
    await writeMany(3);
    await streamed(3);
    const second = await startApp(notes, { broker: nats, data: app.data });
    try {
      await pause(1_100);
      expect(await second.relay.lagSeconds()).toBe(0);
      expect(await app.relay.lagSeconds()).toBe(0);
    } finally {
      await second.close();
    }
  });
});

it('publishes the last recorded facts before it stops', async () => {
  await start();
  await writeMany(40);
  const note = await write('last');
  await app.database.transaction(test, (tx) => record(tx, noteChanged({ ...note, version: 2 })));
  await app.close();
  expect(await admin.last(stream)).toBe(42);
});
