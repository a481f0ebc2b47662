import { broker, type Broker } from '@passerelle/testing/broker';
import { noteChanged, notes, writeNote, changeNote, test } from '@passerelle/testing/notes';
import { operator, type Operator, type Streamed } from '@passerelle/testing/operator';
import { startApp, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import { PublishedFact } from './fact.js';
import type { Publisher } from './log.js';
import { record } from './record.js';
import { replay } from './replay.js';

const stream = 'INT_NETWORKS';
const publisher: Publisher = {
  service: 'networks',
  organisation: 'perspective.brussels',
  typePrefix: 'brussels.perspective',
  publicUrl: 'http://passerelle.test',
  inboxPrefix: '',
};

let nats: Broker;
let app: StartedApp;
let admin: Operator;

beforeEach(async () => {
  nats = await broker();
  admin = await operator(nats);
}, 60_000);

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
  until(`the stream holds ${count}`, async () => (await admin.last(stream)) === count);

/** What the log holds, as the bytes that the stream must hold. */
async function replayed(): Promise<Streamed[]> {
  const facts: Streamed[] = [];
  for await (const { sequence, subject, bytes } of replay(app.database.source, publisher, 'internal'))
    facts.push({ sequence, subject, text: new TextDecoder().decode(bytes) });
  return facts;
}

const logged = () =>
  app.database
    .query<{ total: number }>('SELECT count(*)::int AS total FROM event_log')
    .then(([row]) => row?.total ?? 0);

it('publishes each fact once, its sequence in the stream being its sequence in the log', async () => {
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

it('loses nothing, doubles nothing and keeps the order of a record with sixteen writers of whom many give up', async () => {
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
}, 30_000);

it('publishes a fact that took its place in the log first and was committed last', async () => {
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

it('stamps what it publishes with a time of recording that never goes back', async () => {
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

describe('halts, publishes nothing more and says why, while the service goes on,', () => {
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

  it('when somebody else wrote into the stream, and a fact follows', async () => {
    await start();
    await write('ours');
    await streamed(1);
    await admin.connection.request('facts.int.networks.notes.forged.v1', '{}');
    await write('next');
    await halted(/at 2 the stream has a message without event id|the log has assigned no such number/);
    expect(await admin.last(stream)).toBe(2);
  });

  it('when somebody else wrote into the stream, and nothing follows', async () => {
    await start();
    await write('ours');
    await streamed(1);
    await admin.connection.request('facts.int.networks.notes.forged.v1', '{}');
    await halted(/the stream stands at 2, the log has assigned no such number/);
  });

  it('when the log stands behind the stream: the database was restored', async () => {
    await admin.make(stream, 'facts.int.networks.>');
    for (let message = 0; message < 5; message++)
      await admin.connection.request('facts.int.networks.notes.written.v1', '{}');
    await start();
    await halted(/the stream stands at 5, the log has assigned no such number/);
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
  it('publishes nothing twice, and the second goes on when the first is gone', async () => {
    await start();
    const first = app;
    const second = await startApp(notes, { broker: nats, data: first.data });
    const each = (instance: StartedApp, count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, number) =>
          instance.database.transaction(test, (tx) => writeNote(tx, `${number}`)),
        ),
      );
    await Promise.all([each(first, 60), each(second, 60)]);
    await streamed(120);
    app = second;
    await first.close();
    await each(second, 30);
    await streamed(150);
    const messages = await admin.messages(stream);
    expect(messages).toEqual(await replayed());
    expect(new Set(messages.map(({ text }) => JSON.parse(text).id)).size).toBe(150);
  });

  it('does not take facts that another publishes for late ones', async () => {
    await start();
    await writeMany(3);
    await streamed(3);
    const second = await startApp(notes, { broker: nats, data: app.data });
    await pause(1_100);
    expect(await second.relay.lagSeconds()).toBe(0);
    expect(await app.relay.lagSeconds()).toBe(0);
    await second.close();
  });
});

it('publishes what was recorded last before it stops', async () => {
  await start();
  await writeMany(40);
  const note = await write('last');
  await app.database.source.transaction((tx) => record(tx, noteChanged({ ...note, version: 2 })));
  await app.close();
  expect(await admin.last(stream)).toBe(42);
});
