import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type Msg, type NatsConnection } from '@nats-io/transport-node';
import { broker, type Broker } from '@passerelle/testing/broker';
import { until } from '@passerelle/testing/until';
import { readAnnouncement, subjects, type Announcement } from './index.js';

let nats: Broker;
const open: NatsConnection[] = [];

async function connectAs(name: string): Promise<NatsConnection> {
  const { user = '', password } = nats.users[name] ?? {};
  const connection = await connect({ servers: nats.url, user, pass: password, inboxPrefix: `_INBOX.${user}` });
  open.push(connection);
  return connection;
}

beforeAll(async () => {
  nats = await broker();
}, 60_000);

afterAll(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  await nats?.stop();
});

it('accepts announcements of the service itself, and none that JetStream delivers on its subject', async () => {
  const [gateway, networks] = [await connectAs('gateway'), await connectAs('networks')];
  const heard: Msg[] = [];
  gateway.subscribe(subjects.announce('*'), { callback: (_, message) => void heard.push(message) });
  await gateway.flush();
  const own: Announcement = { service: 'networks', instance: 'one', version: '1.0.0', hash: 'abc', leaving: false };
  const manager = await jetstreamManager(networks, { checkAPI: false });
  await manager.streams.add({ name: 'INT_NETWORKS', subjects: ['facts.int.networks.>'], allow_direct: true });
  await networks.request('facts.int.networks.notes.forged.v1', JSON.stringify({ ...own, service: 'projects' }));
  const asked = JSON.stringify({ seq: 1 });
  networks.publish('$JS.API.DIRECT.GET.INT_NETWORKS', asked, { reply: subjects.announce('projects') });
  await until('JetStream has delivered', () => heard.length === 1);
  networks.publish(subjects.announce('networks'), JSON.stringify(own));
  await until('the announcement arrives', () => heard.length === 2);
  expect(heard.map(({ subject }) => subject)).toEqual(['announce.projects', 'announce.networks']);
  expect(heard.map((message) => readAnnouncement(message))).toEqual([undefined, own]);
});
