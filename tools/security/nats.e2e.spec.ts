import { connect, PermissionViolationError, type NatsConnection } from '@nats-io/transport-node';
import { natsBinary } from '@passerelle/stack/nats-binary';
import { natsConfig, permissionsOf, services, streamOf } from '@passerelle/stack/nats-config';
import { freePort } from '@passerelle/stack/ports';
import { isAlive, startProcess, stopProcess, until } from '@passerelle/stack/processes';
import { freshFolder, shared } from '@passerelle/stack/test-run';
import { broker, type Broker } from '@passerelle/testing/broker';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { heard, isUnder, published } from './subjects.ts';

// S-16: with each credential a raw client tries every subject there is. What it gets through is what the configuration
// declares, and what it declares is no more than the list of promises below.

let nats: Broker;
const open: NatsConnection[] = [];

beforeAll(async () => {
  nats = await broker();
}, 60_000);

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

/** The subjects of `tried` that the server refused to this connection, while `act` tried them. */
async function refusals(connection: NatsConnection, act: () => void): Promise<Set<string>> {
  const refused = new Set<string>();
  const statuses = connection.status();
  const listening = (async () => {
    for await (const status of statuses)
      if (status.type === 'error' && status.error instanceof PermissionViolationError)
        refused.add(status.error.subject);
  })();
  act();
  // What is refused is said before the answer to this ping.
  await connection.flush();
  await new Promise((resume) => setTimeout(resume, 50));
  await connection.close();
  await listening;
  return refused;
}

/** What a credential may publish and hear, found out by trying. */
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

it('would see it if a user reached everything', async () => {
  expect(await reachOf(() => connectAs('operator'))).toEqual({ publishes: published, hears: heard });
});

it.each(services)('is declared no more for %s than it needs', (service) => {
  const { publish, subscribe } = permissionsOf(service);
  const [may, hears] = [under(publish), under(subscribe)];
  const isGateway = service === 'gateway';
  const others = services.filter((other) => other !== service);
  const inNameOf = (name: string) => [`announce.${name}`, `facts.int.${name}.records.registered.v1`, `_poke.${name}`];
  expect(inNameOf(service).filter(may)).toEqual(inNameOf(service));
  for (const other of others) {
    const [asking, stream] = [[`rpc.${other}.records.register`, `describe.${other}.abc`], streamOf(other)];
    expect(inNameOf(other).filter(may)).toEqual([]);
    expect(asking.filter(may)).toEqual(isGateway ? asking : []);
    expect([...asking, ...inNameOf(other), `_INBOX.${other}.abc.1`].filter(hears)).toEqual(
      isGateway ? [`announce.${other}`] : [],
    );
    expect(may(`$JS.API.CONSUMER.CREATE.${stream}.mine`)).toBe(true);
    expect(['CREATE', 'UPDATE', 'MSG.GET'].filter((call) => may(`$JS.API.STREAM.${call}.${stream}`))).toEqual([]);
  }
  const losing = ['DELETE', 'PURGE', 'MSG.DELETE', 'RESTORE', 'SNAPSHOT', 'LEADER.STEPDOWN'];
  const loss = services.flatMap((any) => losing.map((call) => `$JS.API.STREAM.${call}.${streamOf(any)}`));
  expect(loss.filter(may)).toEqual([]);
  expect(may('$KV.descriptions.cooperation')).toBe(isGateway);
  expect(may('$SYS.REQ.SERVER.PING')).toBe(false);
  expect(['>', '*.>', '$SYS.>', '$JS.>', '$JS.EVENT.>', 'rpc.>', 'facts.>', '_INBOX.>'].filter(hears)).toEqual([]);
});

it('sends an answer once to its asker, and to nobody else', async () => {
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

describe('the account of a partner', () => {
  const ports = { port: 0, monitorPort: 0 };
  const password = 'secret of the partner';
  const passwords = Object.fromEntries([...services, 'operator', 'sys'].map((name) => [name, `secret of ${name}`]));
  let server: Awaited<ReturnType<typeof startProcess>>;
  let url: string;

  beforeAll(async () => {
    const binary = natsBinary(shared('natsBinary'));
    if (binary === undefined) throw new Error('the nats-server found at the start of the run is gone');
    const storeDir = freshFolder('nats-partner');
    Object.assign(ports, { port: await freePort(), monitorPort: await freePort() });
    const text = natsConfig({ name: 'partners', binary, passwords, storeDir, maxFile: '1GB', ...ports });
    const withUser = text.replace(
      '"BE-VLG" { users: [] }',
      `"BE-VLG" { jetstream: enabled, users: [{ user: "flanders", password: "${password}" }] }`,
    );
    expect(withUser).not.toBe(text);
    const config = join(storeDir, 'nats.conf');
    writeFileSync(config, withUser, { mode: 0o600 });
    const log = join(storeDir, 'nats.log');
    server = await startProcess({ command: binary.path, args: ['-c', config], log, env: {} });
    url = `nats://127.0.0.1:${ports.port}`;
    const answers = () =>
      fetch(`http://127.0.0.1:${ports.monitorPort}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await until(answers, 15_000)).toBe(true);
  }, 30_000);

  afterAll(async () => {
    if (server !== undefined && isAlive(server)) await stopProcess(server, 8_000);
  });

  it('neither hears nor reaches anything of the services, whatever it may do in its own', async () => {
    const partner = await connectTo(url, 'flanders', password);
    const cooperation = await connectTo(url, 'cooperation', passwords.cooperation ?? '');
    const gateway = await connectTo(url, 'gateway', passwords.gateway ?? '');
    const operator = await connectTo(url, 'operator', passwords.operator ?? '');
    const caught: string[] = [];
    const watched: string[] = [];
    partner.subscribe('>', { callback: (_, message) => void caught.push(message.subject) });
    operator.subscribe('>', { callback: (_, message) => void watched.push(message.subject) });
    cooperation.subscribe('rpc.cooperation.>', { callback: (_, message) => void message.respond('here') });
    await Promise.all([partner, cooperation, operator].map((connection) => connection.flush()));
    cooperation.publish('facts.int.cooperation.agreements.signed.v1', 'secret');
    cooperation.publish('announce.cooperation', 'secret');
    expect((await gateway.request('rpc.cooperation.agreements.list')).string()).toBe('here');
    await expect(partner.request('rpc.cooperation.agreements.list', '', { timeout: 500 })).rejects.toThrow();
    const info = await partner.request('$JS.API.STREAM.INFO.INT_COOPERATION');
    expect(info.json()).toMatchObject({ error: { code: 404 } });
    await Promise.all([partner, operator].map((connection) => connection.flush()));
    const ofServices = (subjects: string[]) => subjects.filter((subject) => /^(facts|announce)\./.test(subject));
    expect(ofServices(caught)).toEqual([]);
    expect(ofServices(watched)).toEqual(['facts.int.cooperation.agreements.signed.v1', 'announce.cooperation']);
    expect(watched.filter((subject) => subject.startsWith('rpc.'))).toHaveLength(1);
  });
});
