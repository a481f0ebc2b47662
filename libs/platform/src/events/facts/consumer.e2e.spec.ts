import { broker, type Broker } from '@passerelle/testing/broker';
import { notes, writeNote, test } from '@passerelle/testing/notes';
import { operator, type Operator } from '@passerelle/testing/operator';
import { operationClient, startApp, type OperationClient, type StartedApp } from '@passerelle/testing/start-app';
import { pause, until } from '@passerelle/testing/until';
import type { QueryRunner } from 'typeorm';
import type { Tx } from '../../data/database/index.js';
import type { ServiceDefinition } from '../../runtime/service/index.js';
import { FactConsumer, type ReceivedFact } from './consumer.js';

const stream = 'INT_NETWORKS';

/** No unique key on purpose: a fact that is counted twice must be visible. */
class Counted1763942520000 {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE TABLE counted (sequence bigint NOT NULL, id uuid NOT NULL, turn bigint GENERATED ALWAYS AS IDENTITY)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE counted');
  }
}
const counting: ServiceDefinition = { ...notes, migrations: [...(notes.migrations as []), Counted1763942520000] };

let nats: Broker;
let app: StartedApp;
let admin: Operator;
/** As the gateway: the broker allows a service only the streams that it consumes, not even its own. */
let reader: OperationClient;
let running: FactConsumer[];

beforeEach(async () => {
  nats = await broker();
  admin = await operator(nats);
  app = await startApp(counting, { broker: nats });
  reader = await operationClient(nats);
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((consumer) => consumer.stop()));
  await reader?.close();
  await app?.close();
  await admin?.close();
  await nats?.stop();
});

async function count(tx: Tx, facts: readonly ReceivedFact[]): Promise<void> {
  for (const { sequence, fact } of facts)
    await tx.query('INSERT INTO counted VALUES ($1, $2)', [sequence, fact.data.id]);
}

function consume(apply = count, consumer = 'counting'): FactConsumer {
  const projection = { consumer, service: 'networks', apply };
  const started = new FactConsumer(app.database, reader.connection, projection, app.context.logger);
  running.push(started);
  started.start();
  return started;
}

const write = (total: number) =>
  app.database.transaction(test, async (tx) => {
    for (let number = 0; number < total; number++) await writeNote(tx, `${number}`);
  });
const sequences = async () =>
  (await app.database.query<{ sequence: string }>('SELECT sequence FROM counted ORDER BY turn')).map((row) =>
    Number(row.sequence),
  );
const upTo = (total: number) => Array.from({ length: total }, (_, index) => index + 1);
const counted = (total: number) => until(`${total} facts are counted`, async () => (await sequences()).length >= total);
const checkpoint = async () =>
  Number((await app.database.query<{ sequence: string }>('SELECT sequence FROM fact_checkpoint'))[0]?.sequence);

it('counts every fact once and in order, and stores the checkpoint', async () => {
  consume();
  await write(30);
  await write(700);
  await counted(730);
  expect(await sequences()).toEqual(upTo(730));
  expect(await checkpoint()).toBe(730);
});

it('waits for a stream that does not exist yet, and reports it', async () => {
  await app.close();
  const { data } = app;
  const reader = consume();
  await until('it reports why it waits', () => reader.fault !== undefined);
  app = await startApp(counting, { broker: nats, data });
  const again = consume();
  await write(3);
  await counted(3);
  expect(again.fault).toBeUndefined();
});

it('counts every fact once over restarts and failures at any moment', async () => {
  let moody = true;
  const fail = async (tx: Tx, facts: readonly ReceivedFact[]) => {
    await count(tx, facts);
    if (moody && Math.random() < 0.4) throw new Error('the process died here');
  };
  const writing = (async () => {
    for (let turn = 0; turn < 40; turn++) {
      await write(10);
      await pause(Math.random() * 20);
    }
  })();
  for (let restart = 0; restart < 12; restart++) {
    const reader = consume(fail);
    await pause(Math.random() * 150);
    await reader.stop();
  }
  await writing;
  moody = false;
  consume(fail);
  await counted(400);
  expect(await sequences()).toEqual(upTo(400));
});

it('counts every fact once when its database connections are cut', async () => {
  consume();
  const cut = async () => {
    for (let turn = 0; turn < 5; turn++) {
      await pause(40);
      await app.database
        .query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = current_user AND datname = current_database()',
        )
        .catch(() => undefined);
    }
  };
  const attempt = (left: number): Promise<unknown> => write(5).catch(() => (left > 0 ? attempt(left - 1) : undefined));
  await Promise.all([cut(), ...Array.from({ length: 20 }, () => attempt(5))]);
  const [row] = await app.database.query<{ total: number }>(
    `SELECT count(*)::int AS total FROM event_log WHERE product = 'internal'`,
  );
  await counted(row?.total ?? 0);
  expect(await sequences()).toEqual(upTo(row?.total ?? 0));
});

it('counts every fact once with two consumers on one checkpoint', async () => {
  consume();
  consume();
  for (let turn = 0; turn < 20; turn++) await write(15);
  await counted(300);
  // A fact that is counted twice would come before this one.
  await write(1);
  await counted(301);
  expect(await sequences()).toEqual(upTo(301));
});

it('keeps the checkpoints of consumers with different names apart', async () => {
  consume(count, 'first');
  consume(count, 'second');
  await write(10);
  await counted(20);
  expect((await sequences()).sort((a, b) => a - b)).toEqual(upTo(10).flatMap((sequence) => [sequence, sequence]));
});

it('retries a failed batch as a whole, and reports the error until it succeeds', async () => {
  let broken = true;
  const reader = consume(async (tx, facts) => {
    await count(tx, facts);
    if (broken) throw new Error('no room');
  });
  await write(5);
  await until('it reports the error', () => reader.fault === 'no room');
  expect(await sequences()).toEqual([]);
  broken = false;
  await counted(5);
  expect(await sequences()).toEqual(upTo(5));
  expect(reader.fault).toBeUndefined();
});

it('stops at a fact that it cannot read, and skips nothing', async () => {
  await write(2);
  await until('the stream has 2 facts', async () => (await admin.last(stream)) === 2);
  await admin.connection.request('facts.int.networks.notes.written.v1', '{"specversion":"1.0"}');
  const reader = consume();
  await until('it reports that it cannot go on', () => reader.fault !== undefined);
  await pause(700);
  expect(reader.fault).toBeDefined();
  expect((await sequences()).every((sequence) => sequence < 3)).toBe(true);
});

it('stops at a gap, reports the missing fact, and counts no later ones', async () => {
  await write(3);
  await until('the stream has 3 facts', async () => (await admin.last(stream)) === 3);
  const { data } = app;
  await app.close();
  await admin.wipe(stream);
  await admin.make(stream, 'facts.int.networks.>', { first_seq: 3 });
  app = await startApp(counting, { broker: nats, data });
  const reader = consume();
  await write(4);
  await until('it reports the gap', () => /gap: expected 1, the stream gave 3/.test(reader.fault ?? ''));
  await pause(600);
  expect([await sequences(), await checkpoint()]).toEqual([[], 0]);
});

it('counts nothing twice when the stream is wiped and filled again', async () => {
  const reader = consume();
  await write(80);
  await counted(80);
  await admin.wipe(stream);
  await write(5);
  await counted(85);
  await write(5);
  await counted(90);
  expect(await sequences()).toEqual(upTo(90));
  expect(reader.fault).toBeUndefined();
});

it('counts again from a checkpoint that is set back while it runs', async () => {
  consume();
  await write(20);
  await counted(20);
  await app.database.transaction(test, async (tx) => {
    await tx.query('UPDATE fact_checkpoint SET sequence = 5');
    await tx.query('DELETE FROM counted WHERE sequence > 5');
  });
  await write(1);
  await counted(21);
  expect(await sequences()).toEqual(upTo(21));
});

it('stops while it reads, waits for a stream or has no broker', async () => {
  const stopped = () => Promise.all(running.splice(0).map((reader) => reader.stop()));
  for (const wait of [0, 5, 50]) {
    consume();
    await pause(wait);
    await stopped();
  }
  await nats.stop();
  consume();
  await pause(50);
  await stopped();
  await nats.restart();
});
