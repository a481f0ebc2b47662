import { jetstream } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { broker, type Broker } from '@passerelle/testing/broker';
import { operator, type Operator } from '@passerelle/testing/operator';
import { until } from '@passerelle/testing/until';
import { PartnerBroker } from '../../../gateway/src/partner-streams/partner-broker.js';

// Subscribers come and go, by reloads of the broker, while a service publishes without a pause and another subscriber reads.

const stream = 'PUB_NETWORKS';
const [steady, passing] = ['steady', 'passing'];
const rounds = 4;

let nats: Broker;
let admin: Operator;
const open: NatsConnection[] = [];

beforeAll(async () => {
  nats = await broker();
  admin = await operator(nats);
});
afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await admin?.close();
  await nats?.stop();
});

interface Account {
  readonly client: string;
  readonly nkey: string;
  readonly login: () => Promise<NatsConnection>;
}

function account(client: string): Account {
  const pair = nkeys.createUser();
  const authenticator = nkeyAuthenticator(pair.getSeed());
  const login = async (): Promise<NatsConnection> => {
    const connection = await connect({ servers: nats.url, authenticator, reconnect: false });
    open.push(connection);
    return connection;
  };
  return { client, nkey: pair.getPublicKey(), login };
}

const service = async (name: string): Promise<NatsConnection> => {
  const { user, password: pass } = nats.users[name] ?? {};
  const connection = await connect({ servers: nats.url, user, pass, inboxPrefix: `_INBOX.${name}`, reconnect: false });
  open.push(connection);
  return connection;
};

async function made(copies: PartnerBroker, client: string): Promise<void> {
  await copies.make({ client, stream }, { metadata: {}, first: 1, bytesMost: 100_000_000 });
  await copies.makeFollower({ client, stream });
}

it('cuts off within two seconds, disturbs no other, and loses nothing of what is published meanwhile', async () => {
  const [stays, goes] = [account(steady), account(passing)];
  const networks = await service('networks');
  const copies = new PartnerBroker(await service('gateway'));
  await admin.make(stream, 'facts.pub.networks.>', { deny_delete: true });
  await nats.admit([stays]);
  await made(copies, steady);

  // More than may be on its way unacknowledged: a copy whose acknowledgements do not arrive would stop there.
  for (let count = 1; count <= 2_500; count += 1)
    networks.publish('facts.pub.networks.letters.written.v1', String(count));
  await until('all is stored', async () => (await admin.last(stream)) === 2_500);
  let published = 2_500;
  const load = { goesOn: true };
  const publishing = (async () => {
    while (load.goesOn) {
      await networks.request('facts.pub.networks.letters.written.v1', String(published + 1), { timeout: 5_000 });
      published += 1;
    }
  })();
  const read: number[] = [];
  const reader = await stays.login();
  const messages = await (await jetstream(reader).consumers.get(stream, 'follower')).consume();
  const reading = (async () => {
    for await (const message of messages) {
      read.push(Number(message.string()));
      message.ack();
    }
  })();

  const cutOff: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await nats.admit([stays, goes]);
    await made(copies, passing);
    const connection = await goes.login();
    const atLeast = published;
    await until('it has a whole copy', async () => {
      const copy = await copies.copy({ client: passing, stream });
      return (copy?.state.last_seq ?? 0) >= atLeast;
    });
    await copies.remove({ client: passing, stream });
    const since = performance.now();
    const gone = connection.closed().then(() => performance.now() - since);
    await nats.admit([stays]);
    cutOff.push(Math.round(await gone));
    await expect(goes.login()).rejects.toThrow(/authorization/i);
  }
  load.goesOn = false;
  await publishing;
  await until('all of it is read', () => read.length >= published);
  await messages.close();
  await reading;
  process.stdout.write(
    `${published - 2_500} published during ${rounds * 4} reloads, cut off after ${cutOff.join(', ')} ms\n`,
  );
  expect(read).toEqual(Array.from({ length: published }, (_, index) => index + 1));
  expect(await admin.last(stream)).toBe(published);
  expect(Math.max(...cutOff)).toBeLessThan(2_000);
  for (const connection of [networks, reader]) expect(connection.isClosed()).toBe(false);
}, 120_000);

it('has copies that begin where their products do', async () => {
  const late = account('late');
  await nats.admit([late]);
  const copies = new PartnerBroker(await service('gateway'));
  const copy = { client: 'late', stream: 'PUB_PROJECTS' };
  await admin.make(copy.stream, 'facts.pub.projects.>', { first_seq: 500 });
  const projects = await service('projects');
  for (let count = 0; count < 10; count += 1) await projects.request('facts.pub.projects.calls.opened.v1', '{}');
  const { state } = (await copies.source(copy.stream)) ?? {};
  await copies.make(copy, { metadata: {}, first: state?.first_seq ?? 0, bytesMost: 1_000_000 });
  await until('it has all', async () => (await copies.copy(copy))?.state.last_seq === 509);
  expect((await copies.copy(copy))?.state).toMatchObject({ first_seq: 500, messages: 10 });
});
