// The broker's raw speed (request and reply, durable atomic batches), compared with ours.
import { connect, headers, nuid, type NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { agreement } from './agreement.ts';
import { perSecond, type Target } from './http.ts';
import { meterOf, type Meter } from './processor.ts';
import type { BenchStack } from './stack.ts';
import type { Measure } from './table.ts';

const operator = ({ ready }: BenchStack): Promise<NatsConnection> => {
  const user = ready.natsUsers.operator;
  return connect({ servers: ready.nats, user: user?.user, pass: user?.password, timeout: 5_000 });
};

/** The same bytes, once as a list through the door and once from one NATS client to another, 32 in flight. */
export async function roundTrip(stack: BenchStack): Promise<Measure> {
  const target: Target = { url: `${stack.ready.gateway}/v1/parties` };
  const bytes = new Uint8Array(await (await fetch(target.url)).arrayBuffer());
  const [asking, answering] = [await operator(stack), await operator(stack)];
  answering.subscribe('bench.echo', { callback: (_, message) => void message.respond(bytes) });
  await answering.flush();
  const raw = await requests(asking);
  await Promise.all([asking.close(), answering.close()]);
  return {
    what: 'list of parties through door, NATS, service and PostgreSQL',
    unit: '/s',
    ours: await perSecond(target),
    raw,
    note: 'raw: NATS request and reply, both ends in one process, no HTTP',
  };
}

async function requests(connection: NatsConnection, ms = 4_000): Promise<number> {
  const end = Date.now() + ms;
  let count = 0;
  const asker = async () => {
    for (; Date.now() < end; count++) await connection.request('bench.echo', '', { timeout: 2_000 });
  };
  await Promise.all(Array.from({ length: 32 }, asker));
  return count / (ms / 1_000);
}

const facts = 30_000;
const id = '01890a5d-ac96-774b-bcce-b302099a8057';
const data = JSON.stringify({ id, version: 1, ref: 'CO-2000-0001', ...agreement });
const logged = `
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  SELECT 'internal', uuidv7(), uuidv7()::text, 1, 'agreements.registered', '1.0', '{"time":"2026-01-01T00:00:00.000Z"}', $2
    FROM generate_series(1, $1::int)`;

/**
 * A backlog in the event log: how fast the relay publishes it, compared with raw batches of the same size; and how fast the
 * ledger then consumes it, with every figure. The two run in turns, so that they do not slow each other down.
 */
export async function drain(stack: BenchStack): Promise<Measure[]> {
  const connection = await operator(stack);
  const { pids } = stack.ready;
  const inStream = async (): Promise<number> => {
    const info = await connection.request('$JS.API.STREAM.INFO.INT_COOPERATION', '', { timeout: 5_000 });
    return info.json<{ state: { last_seq: number } }>().state.last_seq;
  };
  const inLedger = async (): Promise<number> => {
    const { rows } = await stack.databases.gateway.query(
      `SELECT max(sequence) AS last FROM ledger WHERE source = 'cooperation'`,
    );
    return Number(rows[0]?.last ?? 0);
  };
  const first = await inStream();
  await stack.databases.cooperation.query(logged, [1, data]);
  await rateUntil(first + 1, inStream, meterBeside(stack, 'cooperation'));
  const event = await messageAt(connection, first + 1);
  const rawBefore = await batches(connection, event);
  for (const service of ['gateway', 'cooperation']) process.kill(pids[service] ?? 0, 'SIGSTOP');
  const before = await inStream();
  // Statistics as after every quiet hour: PostgreSQL then assumes that no row waits for its number.
  await stack.databases.cooperation.query('ANALYZE event_log');
  await stack.databases.cooperation.query(logged, [facts, data]);
  process.kill(pids.cooperation ?? 0, 'SIGCONT');
  const carried = await rateUntil(before + facts, inStream, meterBeside(stack, 'cooperation'));
  const rawAfter = await batches(connection, event);
  process.kill(pids.gateway ?? 0, 'SIGCONT');
  const applied = await rateUntil(before + facts, inLedger, meterBeside(stack, 'gateway'));
  await connection.close();
  return [
    {
      what: `log of ${facts} facts into its stream`,
      unit: 'facts/s',
      ours: carried.rate,
      raw: (rawBefore + rawAfter) / 2,
      aim: { of: 'ratio', atLeast: 0.6 },
      note: 'raw: the same events in atomic batches of 500, every one on disk, before and after',
    },
    {
      what: `stream of ${facts} facts into ledger and figures`,
      unit: 'facts/s',
      ours: applied.rate,
      aim: { of: 'value', atLeast: 2_500 },
    },
    ...costOf('from log into stream', carried),
    ...costOf('from stream into ledger and figures', applied),
  ];
}

interface Drained {
  readonly rate: number;
  /** Microseconds of processor time for each fact. */
  readonly cost: number | undefined;
}

/** The measured service, and the servers that it uses. */
function meterBeside({ ready }: BenchStack, service: string): Meter {
  const { nats = 0, postgres = 0 } = ready.pids;
  return meterOf({ processes: [ready.pids[service] ?? 0, nats], postgres });
}

async function rateUntil(goal: number, reached: () => Promise<number>, meter: Meter): Promise<Drained> {
  const [since, before] = [performance.now(), meter()];
  while ((await reached()) < goal) {
    if (performance.now() - since > 120_000) throw new Error(`${facts} facts were not there after two minutes`);
    await new Promise((resume) => setTimeout(resume, 20));
  }
  const after = meter();
  const cost = before === undefined || after === undefined ? undefined : (after - before) / 1_000 / facts;
  return { rate: facts / ((performance.now() - since) / 1_000), cost };
}

const costOf = (way: string, { cost }: Drained): Measure[] =>
  cost === undefined ? [] : [{ what: `processor time of a fact ${way}`, unit: 'µs', ours: cost }];

const Stored = z.object({ message: z.object({ hdrs: z.base64(), data: z.base64() }) });

/** An event as the relay publishes it: its bytes and its headers. */
interface Event {
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

async function messageAt(connection: NatsConnection, sequence: number): Promise<Event> {
  const asked = JSON.stringify({ seq: sequence });
  const answer = await connection.request('$JS.API.STREAM.MSG.GET.INT_COOPERATION', asked, { timeout: 5_000 });
  const { message } = Stored.parse(answer.json());
  const lines = Buffer.from(message.hdrs, 'base64').toString().split('\r\n');
  const carried = lines.map((line) => /^(Content-Type|Passerelle-[^:]*|traceparent): *(.*)$/.exec(line));
  const pairs = carried.flatMap((found) => (found === null ? [] : [[found[1], found[2]]]));
  return { bytes: Buffer.from(message.data, 'base64'), headers: Object.fromEntries(pairs) };
}

async function batches(connection: NatsConnection, event: Event): Promise<number> {
  const create = {
    name: 'BENCH',
    subjects: ['bench.fact'],
    storage: 'file',
    retention: 'limits',
    max_bytes: 256 * 1024 ** 2,
    allow_atomic: true,
  };
  const made = await connection.request('$JS.API.STREAM.CREATE.BENCH', JSON.stringify(create), { timeout: 5_000 });
  if (made.string().includes('"error"')) throw new Error(made.string());
  const since = performance.now();
  for (let batch = 0; batch < facts / 500; batch++) await publishBatch(connection, event);
  const rate = facts / ((performance.now() - since) / 1_000);
  await connection.request('$JS.API.STREAM.DELETE.BENCH', '', { timeout: 5_000 });
  return rate;
}

async function publishBatch(connection: NatsConnection, { bytes, headers: own }: Event): Promise<void> {
  const id = nuid.next();
  for (let index = 1; index <= 500; index++) {
    const carried = headers();
    for (const [name, value] of Object.entries(own)) carried.set(name, value);
    carried.set('Nats-Batch-Id', id);
    carried.set('Nats-Batch-Sequence', String(index));
    if (index < 500) connection.publish('bench.fact', bytes, { headers: carried });
    else {
      carried.set('Nats-Batch-Commit', '1');
      const answer = await connection.request('bench.fact', bytes, { headers: carried, timeout: 5_000 });
      if (answer.string().includes('"error"')) throw new Error(answer.string());
    }
  }
}

/** Core NATS, as a service wakes its relay after a commit. */
export async function poker(stack: BenchStack): Promise<{ poke: () => void; close: () => Promise<void> }> {
  const connection = await operator(stack);
  return { poke: () => connection.publish('_poke.cooperation'), close: () => connection.close() };
}
