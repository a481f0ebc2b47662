import { connect, type NatsConnection } from '@nats-io/transport-node';
import { broker, type Broker } from '@passerelle/testing/broker';
import { operator, type Operator } from '@passerelle/testing/operator';
import { until } from '@passerelle/testing/until';
import { createLogger } from '../../kernel/telemetry/index.js';
import { gatherWrites } from './write-gathering.js';

const logger = createLogger('test', 'silent');

let nats: Broker;
let reader: Operator;
let writing: NatsConnection;
let heard: string[];

beforeAll(async () => {
  nats = await broker();
  reader = await operator(nats);
  reader.connection.subscribe('bench.turn', { callback: (_, message) => void heard.push(message.string()) });
  await reader.connection.flush();
}, 60_000);

afterAll(async () => {
  await reader?.close();
  await nats?.stop();
});

beforeEach(async () => {
  heard = [];
  const { user, password } = nats.users.operator ?? {};
  writing = await connect({ servers: nats.url, user, pass: password });
});

afterEach(() => writing.close());

/** Counts the client's writes to its socket from now on. */
function countWrites(connection: NatsConnection): () => number {
  const { transport } = (connection as unknown as { protocol: { transport: { send: (frame: Uint8Array) => void } } })
    .protocol;
  const send = transport.send.bind(transport);
  let count = 0;
  transport.send = (frame) => {
    count++;
    send(frame);
  };
  return () => count;
}

const endOfTurn = () => new Promise<void>((resume) => setImmediate(resume));
const numbers = (count: number) => Array.from({ length: count }, (_, number) => String(number));

/** Publishes several messages in the same turn of the event loop. */
async function publish(count: number): Promise<void> {
  for (const number of numbers(count)) {
    writing.publish('bench.turn', number);
    await Promise.resolve();
    await Promise.resolve();
  }
}

it('supports this version of the client', () => {
  expect(gatherWrites(writing, logger)).toBe(true);
});

it('writes all messages of one turn of the event loop at once, in order', async () => {
  gatherWrites(writing, logger);
  const writes = countWrites(writing);
  await publish(50);
  expect(writes()).toBe(0);
  await endOfTurn();
  expect(writes()).toBe(1);
  await until('all are heard', () => heard.length === 50);
  expect(heard).toEqual(numbers(50));
});

it.each([
  ['flush', () => writing.flush()],
  ['drain', () => writing.drain()],
  ['close', () => writing.close()],
])('%s writes without waiting for the end of the turn, and loses no message', async (_, end) => {
  gatherWrites(writing, logger);
  const writes = countWrites(writing);
  await publish(50);
  const ended = end();
  await Promise.resolve();
  expect(writes()).toBeGreaterThan(0);
  await ended;
  await until('all are heard', () => heard.length === 50);
  expect(heard).toEqual(numbers(50));
});

it('works for requests that are sent and answered over one connection', async () => {
  gatherWrites(writing, logger);
  writing.subscribe('bench.echo', { callback: (_, message) => void message.respond(message.data) });
  const asked = numbers(40).map((number) => writing.request('bench.echo', number, { timeout: 10_000 }));
  expect((await Promise.all(asked)).map((message) => message.string())).toEqual(numbers(40));
});

it('leaves a client with other internals unchanged, with one warning', () => {
  const warnings: string[] = [];
  const warning = createLogger('test', 'warn', { write: (line) => void warnings.push(line) });
  const other = { protocol: { flush: () => undefined } };
  expect(gatherWrites(other as unknown as NatsConnection, warning)).toBe(false);
  expect(Object.keys(other.protocol)).toEqual(['flush']);
  expect(warnings).toEqual([expect.stringContaining('writes to NATS are not gathered')]);
});
