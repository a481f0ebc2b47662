import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { createInbox, connect, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { consumed, permissionsOf, services, streamOf, writtenBy } from '@passerelle/stack/nats-config';
import { until } from '@passerelle/stack/processes';
import { broker, type Broker } from '@passerelle/testing/broker';
import { cooperation } from '../../../cooperation/src/cooperation.js';
import { gateway } from '../../../gateway/src/gateway.js';
import { networks } from '../../../networks/src/networks.js';
import { projects } from '../../../projects/src/projects.js';
import { representation } from '../../../representation/src/representation.js';
import { refusals } from './refusals.ts';
import { heard, isUnder, published } from './subjects.ts';

// S-16: with each credential a raw client tries every subject. Its access must equal the configuration, and the
// configuration must not exceed the list of promises below.

let nats: Broker;
const open: NatsConnection[] = [];

beforeAll(async () => {
  nats = await broker();
});

afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await nats?.stop();
});

async function connectTo(servers: string, user: string, pass: string): Promise<NatsConnection> {
  const options = { servers, user, pass, inboxPrefix: `_INBOX.${user}`, maxReconnectAttempts: 0 };
  const connection = await connect(options);
  open.push(connection);
  return connection;
}

const connectAs = (name: string): Promise<NatsConnection> => {
  const { user = '', password = '' } = nats.users[name] ?? {};
  return connectTo(nats.url, user, password);
};

/** The subjects that a credential may publish and subscribe to, found by trying. */
async function reachOf(connect: () => Promise<NatsConnection>): Promise<{ publishes: string[]; hears: string[] }> {
  const speaker = await connect();
  const unspoken = await refusals(speaker, () => published.forEach((subject) => speaker.publish(subject)));
  const listener = await connect();
  const unheard = await refusals(listener, () => heard.forEach((subject) => listener.subscribe(subject)));
  return {
    publishes: published.filter((subject) => !unspoken.has(subject)),
    hears: heard.filter((subject) => !unheard.has(subject)),
  };
}

const under = (patterns: readonly string[]) => (subject: string) =>
  patterns.some((pattern) => isUnder(subject, pattern));

it.each(services)('%s reaches exactly the subjects that its user is declared to have', async (service) => {
  const reached = await reachOf(() => connectAs(service));
  const { publish, subscribe } = permissionsOf(service);
  expect(reached).toEqual({
    publishes: published.filter(under(publish)),
    hears: heard.filter(under(subscribe)),
  });
  process.stdout.write(
    `${service}: ${reached.publishes.length} of ${published.length} subjects published, ${reached.hears.length} of ${heard.length} heard\n`,
  );
});

it('would notice a user that reaches everything', async () => {
  expect(await reachOf(() => connectAs('operator'))).toEqual({ publishes: published, hears: heard });
});

it.each(services)('declares no more for %s than it needs', (service) => {
  const { publish, subscribe } = permissionsOf(service);
  const [may, hears] = [under(publish), under(subscribe)];
  const isGateway = service === 'gateway';
  const others = services.filter((other) => other !== service);
  const inNameOf = (name: string) => [`announce.${name}`, `facts.int.${name}.records.registered.v1`];
  expect(inNameOf(service).filter(may)).toEqual(inNameOf(service));
  for (const other of others) {
    const [asking, stream] = [[`rpc.${other}.records.register`, `describe.${other}.abc`], streamOf(other)];
    expect(inNameOf(other).filter(may)).toEqual([]);
    expect(asking.filter(may)).toEqual(isGateway ? asking : []);
    expect([...asking, ...inNameOf(other), `_INBOX.${other}.abc.1`].filter(hears)).toEqual(
      isGateway ? [`announce.${other}`] : [],
    );
    expect(reading(stream).filter(may)).toEqual(
      consumed[service].includes(other)
        ? reading(stream).filter((subject) => !/\.(MSG|DIRECT)\.GET\./.test(subject))
        : [],
    );
    expect(['CREATE', 'UPDATE', 'MSG.GET'].filter((call) => may(`$JS.API.STREAM.${call}.${stream}`))).toEqual([]);
  }
  for (const other of others)
    for (const [stream, subjects] of writtenBy(other)) {
      const writing = [`${subjects}.records.registered.v1`, `$JS.API.STREAM.CREATE.${stream}`];
      expect(writing.filter(may)).toEqual([]);
      const isConsumed = isGateway || (stream.startsWith('INT_') && consumed[service].includes(other));
      expect([stream, may(`$JS.API.CONSUMER.CREATE.${stream}.mine`)]).toEqual([stream, isConsumed]);
    }
  expect(services.filter((any) => may(`_poke.${any}`))).toEqual([]);
  expect([may('partners.hub.STREAM.CREATE.ANY'), may('deliver.hub.ANY')]).toEqual([isGateway, false]);
  const losing = ['UPDATE', 'DELETE', 'PURGE', 'MSG.DELETE', 'RESTORE', 'SNAPSHOT', 'LEADER.STEPDOWN'];
  const loss = services.flatMap((any) => losing.map((call) => `$JS.API.STREAM.${call}.${streamOf(any)}`));
  expect(loss.filter(may)).toEqual([]);
  expect(may('$KV.descriptions.cooperation')).toBe(isGateway);
  expect(may('$SYS.REQ.SERVER.PING')).toBe(false);
  expect(['>', '*.>', '$SYS.>', '$JS.>', '$JS.EVENT.>', 'rpc.>', 'facts.>', '_INBOX.>'].filter(hears)).toEqual([]);
});

/** All ways to read a stream, and its definition. */
const reading = (stream: string): string[] => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.STREAM.MSG.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}`,
  `$JS.API.DIRECT.GET.${stream}.facts.int.any`,
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.mine`,
  `$JS.API.CONSUMER.CREATE.${stream}.mine.facts.int.any`,
  `$JS.API.CONSUMER.INFO.${stream}.mine`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.mine`,
];

it.each([cooperation, representation, networks, projects, gateway])(
  'lets $name consume the streams that its definition declares, and no other',
  ({ name, consumes = [] }) => {
    const declared = consumes === 'all' ? services : consumes;
    const { publish } = permissionsOf(services.find((service) => service === name) ?? 'gateway');
    const readable = services.filter((any) => under(publish)(`$JS.API.CONSUMER.CREATE.${streamOf(any)}.mine`));
    expect(readable.toSorted()).toEqual([...declared].toSorted());
  },
);

describe('with a fact in each stream', () => {
  const secret = 'not for everyone';

  beforeAll(async () => {
    for (const service of services) {
      const connection = await connectAs(service);
      const manager = await jetstreamManager(connection, { checkAPI: false });
      const name = streamOf(service);
      await manager.streams.add({ name, subjects: [`facts.int.${service}.>`], allow_direct: true });
      await connection.request(`facts.int.${service}.records.registered.v1`, secret);
    }
  }, 30_000);

  it.each(services)('%s is denied every way to read a stream that it does not consume', async (service) => {
    const others = services.filter((other) => other !== service && !consumed[service].includes(other));
    const tries = others.flatMap((other) => reading(streamOf(other)));
    const thief = await connectAs(service);
    const inbox = createInbox(`_INBOX.${service}`);
    const read: string[] = [];
    thief.subscribe(inbox, { callback: (_, message) => void read.push(message.string()) });
    const refused = await refusals(thief, () =>
      tries.forEach((subject) => thief.publish(subject, JSON.stringify({ seq: 1, batch: 1 }), { reply: inbox })),
    );
    expect([...refused].toSorted()).toEqual(tries.toSorted());
    expect(read).toEqual([]);
  });

  it.each(services)('%s reads the streams that it consumes', async (service) => {
    const reader = await connectAs(service);
    for (const source of consumed[service]) {
      const consumer = await jetstream(reader).consumers.get(streamOf(source));
      expect((await consumer.next({ expires: 5_000 }))?.string()).toBe(secret);
    }
  });

  it.each(services)('%s cannot make its stream copy another', async (service) => {
    const sources = services.filter((other) => other !== service).map((other) => ({ name: streamOf(other) }));
    const config = { name: streamOf(service), subjects: [`facts.int.${service}.>`], allow_direct: true, sources };
    const thief = await connectAs(service);
    const answer = await thief.request(`$JS.API.STREAM.CREATE.${config.name}`, JSON.stringify(config));
    expect(answer.json()).toMatchObject({ error: { code: 400 } });
    const change = `$JS.API.STREAM.UPDATE.${config.name}`;
    const refused = await refusals(thief, () => thief.publish(change, JSON.stringify(config)));
    expect([...refused]).toEqual([change]);
  });
});

// A message grants the right to answer on its reply subject. A subscriber of its own messages could choose that
// subject.
it.each(services)('%s gains no permission by a message to itself', async (service) => {
  const { publish, subscribe } = permissionsOf(service);
  const thief = await connectAs(service);
  for (const pattern of subscribe) thief.subscribe(pattern, { callback: () => undefined });
  await thief.flush();
  const may = published.filter(under(publish)).filter((subject) => !subject.startsWith('$JS.'));
  const targets = may.map((_, number) => `facts.int.nobody.stolen.${number}`);
  may.forEach((subject, number) => thief.publish(subject, '', { reply: targets[number] ?? '' }));
  await thief.flush();
  await thief.flush();
  const refused = await refusals(thief, () => targets.forEach((target) => thief.publish(target, 'forged')));
  expect([...refused].toSorted()).toEqual(targets.toSorted());
});

it('sends an answer once to its requester, and to no one else', async () => {
  const [gateway, networks] = [await connectAs('gateway'), await connectAs('networks')];
  const refused: string[] = [];
  void (async () => {
    for await (const status of networks.status())
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.push(status.error.subject);
  })();
  networks.subscribe('rpc.networks.>', {
    callback: (_, message) => {
      message.respond('first');
      message.respond('second');
      networks.publish('_INBOX.gateway.somebody.else', 'third');
    },
  });
  await networks.flush();
  expect((await gateway.request('rpc.networks.notes.read', '', { timeout: 2_000 })).string()).toBe('first');
  await networks.flush();
  await until(async () => refused.length === 2, 2_000);
  expect(refused).toContain('_INBOX.gateway.somebody.else');
  expect(refused).toHaveLength(2);
});
