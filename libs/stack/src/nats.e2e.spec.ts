import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, PermissionViolationError } from '@nats-io/transport-node';
import type { NatsConnection, Subscription } from '@nats-io/transport-node';
import { broker } from '@passerelle/testing/broker';
import type { Broker } from '@passerelle/testing/broker';
import { isAtLeast } from './nats-binary.ts';

let nats: Broker;
let open: NatsConnection[] = [];

async function connectAs(name: string): Promise<NatsConnection> {
  const user = nats.users[name];
  if (!user) throw new Error(`no user ${name}`);
  const connection = await connect({
    servers: nats.url,
    user: user.user,
    pass: user.password,
    inboxPrefix: `_INBOX.${user.user}`,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 50,
  });
  open.push(connection);
  return connection;
}

/** The broker reports a forbidden publish only in the client's status stream. */
async function refusedSubject(connection: NatsConnection, act: () => void): Promise<string> {
  const statuses = connection.status();
  act();
  await connection.flush();
  for await (const status of statuses) {
    if (status.type === 'error' && status.error instanceof PermissionViolationError) return status.error.subject;
  }
  throw new Error('the connection closed without a word');
}

const refusedSubscription = (subscription: Subscription) => subscription.closed.then((error) => error);

beforeAll(async () => {
  nats = await broker();
});

afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  open = [];
});

afterAll(() => nats.stop());

it.each([
  ["another's announcement", 'announce.gateway'],
  ["another's fact", 'facts.int.projects.projects.registered.v1'],
  ["another's wake-up", '_poke.projects'],
  ['its own wake-up, to which it subscribes', '_poke.cooperation'],
  ["a request in the gateway's place", 'rpc.projects.projects.register'],
  ["another's stream", '$JS.API.STREAM.CREATE.INT_PROJECTS'],
  ["a consumer of another's stream", '$JS.API.CONSUMER.CREATE.INT_PROJECTS'],
  ['a change of its own stream', '$JS.API.STREAM.UPDATE.INT_COOPERATION'],
  ['the end of a stream', '$JS.API.STREAM.DELETE.INT_PROJECTS'],
  ['a wipe, not even of its own stream', '$JS.API.STREAM.PURGE.INT_COOPERATION'],
])('a service cannot publish %s (%s)', async (_, subject) => {
  const cooperation = await connectAs('cooperation');
  expect(await refusedSubject(cooperation, () => cooperation.publish(subject))).toBe(subject);
});

it.each(['rpc.gateway.>', 'rpc.>', 'announce.*', 'facts.int.projects.>', '_INBOX.gateway.>', '>'])(
  'a service cannot listen to %s',
  async (subject) => {
    const cooperation = await connectAs('cooperation');
    expect(await refusedSubscription(cooperation.subscribe(subject))).toBeInstanceOf(PermissionViolationError);
  },
);

it('refuses a client without a user', async () => {
  await expect(connect({ servers: nats.url, maxReconnectAttempts: 0 })).rejects.toThrow(/authorization/i);
});

it('carries a request from the gateway to a service and the answer back', async () => {
  const [gateway, networks] = [await connectAs('gateway'), await connectAs('networks')];
  networks.subscribe('rpc.networks.>', { queue: 'networks', callback: (_, message) => void message.respond('done') });
  await networks.flush();
  expect((await gateway.request('rpc.networks.networks.found', '', { timeout: 2_000 })).string()).toBe('done');
});

it('lets a service fill its stream and read its last message, and others consume it', async () => {
  const [cooperation, gateway] = [await connectAs('cooperation'), await connectAs('gateway')];
  const manager = await jetstreamManager(cooperation);
  const options = {
    name: 'INT_COOPERATION',
    subjects: ['facts.int.cooperation.>'],
    max_bytes: 2 ** 30,
    allow_direct: true,
  };
  await manager.streams.add(options);
  await jetstream(cooperation).publish('facts.int.cooperation.agreements.signed.v1', 'signed', {
    expect: { lastSequence: 0 },
  });
  expect((await manager.streams.info('INT_COOPERATION')).state.last_seq).toBe(1);
  expect((await manager.streams.getMessage('INT_COOPERATION', { seq: 1 }))?.string()).toBe('signed');
  expect((await manager.direct.getMessage('INT_COOPERATION', { seq: 1 }))?.string()).toBe('signed');
  const consumer = await jetstream(gateway).consumers.get('INT_COOPERATION');
  expect((await consumer.next({ expires: 2_000 }))?.string()).toBe('signed');
  await consumer.delete();
});

it('keeps descriptions in a bucket that only the gateway writes', async () => {
  const [gateway, projects] = [await connectAs('gateway'), await connectAs('projects')];
  const bucket = await new Kvm(gateway).create('descriptions');
  await bucket.put('projects', '{}');
  expect((await bucket.get('projects'))?.string()).toBe('{}');
  const keys = await bucket.keys();
  for await (const key of keys) expect(key).toBe('projects');
  expect(await refusedSubject(projects, () => projects.publish('$KV.descriptions.projects'))).toContain('$KV');
});

it('writes every acknowledged message to the disk, as far as the server can', async () => {
  const answer = await fetch(`${nats.monitorUrl}/jsz?config=true`);
  const report = (await answer.json()) as { config: { sync_always?: boolean } };
  expect(report.config.sync_always ?? false).toBe(isAtLeast(nats.version, [2, 10]));
});

it('comes back after a kill with the same ports, users and messages', async () => {
  const operator = await connectAs('operator');
  const manager = await jetstreamManager(operator);
  const before = (await manager.streams.info('INT_COOPERATION')).state;
  const pid = nats.pid;
  await nats.kill();
  await nats.restart();
  expect(nats.pid).not.toBe(pid);
  const after = await jetstreamManager(await connectAs('operator'));
  expect((await after.streams.info('INT_COOPERATION')).state.messages).toBe(before.messages);
});
