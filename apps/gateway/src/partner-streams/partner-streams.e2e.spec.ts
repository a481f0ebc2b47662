import { connect, nkeyAuthenticator, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { jetstream } from '@nats-io/jetstream';
import { newId } from '@passerelle/platform/data/database';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { record } from '@passerelle/platform/events/facts';
import { httpClient, urlOf, type HttpAnswer } from '@passerelle/testing/door';
import { onOwnDoor } from '@passerelle/testing/door-stage';
import { hearLog } from '@passerelle/testing/hear-log';
import { letterFacts, letters } from '@passerelle/testing/letters';
import { operator, type Operator } from '@passerelle/testing/operator';
import { startApp } from '@passerelle/testing/start-app';
import { until as untilHolds } from '@passerelle/testing/until';
import { gateway } from '../gateway.js';
import { PartnerStreams } from './partner-streams.keeper.js';

// Subscribers of a real gateway with an account at a real broker: what the keeper makes there, mends and removes.

const bytesMost = 65_536;
const stage = onOwnDoor(gateway, { service: letters, settings: { PARTNER_STREAM_BYTES: String(bytesMost) } });
const [open, flanders, wallonia] = ['public.networks', 'party.networks.BE-VLG', 'party.networks.BE-WAL'];
const [openStream, flemish] = ['PUB_NETWORKS', 'PARTY_NETWORKS_BE-VLG'];

interface Partner {
  readonly id: string;
  readonly client: string;
  readonly nkey: string;
  readonly seed: Uint8Array;
}

let admin: Operator;
const partners = new Map<string, Partner>();
const connections: NatsConnection[] = [];

beforeAll(async () => {
  admin = await operator(stage.nats);
  await until('the products are served', async () => (await ask('GET', '/v1/products')).body.items?.length > 0);
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await admin?.close();
});

const ask: typeof stage.ask = (method, path, options = {}) =>
  stage.ask(method, path, { token: stage.issuer.tokens.admin ?? '', ...options });
const accounts = () => [...partners.values()].map(({ client, nkey }) => ({ client, nkey }));

async function admitted(client: string, party?: string): Promise<Partner> {
  const pair = nkeys.createUser();
  const nkey = pair.getPublicKey();
  const body = { client, party, description: 'A register', natsKey: nkey };
  const { id } = (await ask('POST', '/v1/subscribers', { body })).body;
  const partner = { id, client, nkey, seed: pair.getSeed() };
  partners.set(client, partner);
  await stage.nats.admit(accounts());
  return partner;
}

const login = async ({ seed }: Partner): Promise<NatsConnection> => {
  const connection = await connect({
    servers: stage.nats.url,
    authenticator: nkeyAuthenticator(seed),
    reconnect: false,
  });
  connections.push(connection);
  return connection;
};

interface Shown {
  readonly product: string;
  readonly lastSequence: number;
  readonly firstSequence: number;
  readonly acknowledged: number;
  readonly fault?: string;
}
const copies = async ({ id }: Partner): Promise<Shown[]> => (await ask('GET', `/v1/subscribers/${id}`)).body.copies;
const ends = async (partner: Partner) =>
  Object.fromEntries((await copies(partner)).map(({ product, lastSequence }) => [product, lastSequence]));
const has = (partner: Partner, wanted: Record<string, number>) =>
  until(`${partner.client} has ${JSON.stringify(wanted)}`, async () => {
    const found = await ends(partner);
    return JSON.stringify(found) === JSON.stringify(wanted);
  });

/** The keeper looks every few seconds by itself; these tests need not wait so long. */
const until: typeof untilHolds = (what, holds, ...rest) =>
  untilHolds(
    what,
    () => {
      stage.door.app.get(PartnerStreams).wake();
      return holds();
    },
    ...rest,
  );

let number = 0;
/** Records letters as the service does, in one transaction. */
async function write(count: number, more: object = {}): Promise<void> {
  await stage.service.database.transaction(systemActor('test'), async (tx) => {
    for (let turn = 0; turn < count; turn += 1)
      await record(
        tx,
        letterFacts.written(
          Object.assign(
            { id: newId(), ref: `NW-2026-${String(++number).padStart(4, '0')}`, version: 1, status: 'draft' },
            { title: { fr: 'Une lettre', nl: 'Een brief' }, toParty: 'BE-VLG', parties: ['BE-BRU', 'BE-VLG'] },
            { classification: 'internal' as const },
            more,
          ),
        ),
      );
  });
}

const infoOf = async (connection: NatsConnection, stream: string) =>
  (await connection.request(`$JS.API.STREAM.INFO.${stream}`)).json<{
    error?: { code: number };
    config: { metadata: Record<string, string> };
    state: { first_seq: number; last_seq: number };
  }>();
const feedOf = async (product: string): Promise<HttpAnswer> =>
  ask('GET', `/v1/products/${product}/events`, { token: stage.issuer.tokens['partner-flanders'] ?? '' });

/** The payloads that the consumer gives, which it acknowledges up to one. */
async function pulled(connection: NatsConnection, stream: string, count: number, acknowledges = count) {
  const consumer = await jetstream(connection).consumers.get(stream, 'follower');
  const texts: string[] = [];
  for await (const message of await consumer.fetch({ max_messages: count, expires: 20_000 })) {
    texts.push(message.string());
    if (message.seq <= acknowledges) await message.ackAck();
  }
  return texts;
}

let hub: Partner;

it('gives each subscriber with a key the products that it may follow, byte for byte as in the feed', async () => {
  await write(20);
  await write(2, { classification: 'public' });
  await write(3, { toParty: 'BE-WAL', parties: ['BE-BRU', 'BE-WAL'] });
  await write(4, { classification: 'restricted' });
  hub = await admitted('hub-flanders', 'BE-VLG');
  await has(hub, { [flanders]: 22, [open]: 2 });
  const connection = await login(hub);
  expect((await infoOf(connection, flemish)).state).toMatchObject({ first_seq: 1, last_seq: 22 });
  const { text } = await feedOf(flanders);
  expect(`[${(await pulled(connection, flemish, 22)).join(',')}]`).toBe(text);
  const [{ cursor }] = (await ask('GET', '/v1/products')).body.items;
  expect((await infoOf(connection, openStream)).config.metadata['cursor']).toBe(cursor.replace('-2-', '-0-'));
});

it('shows what was acknowledged, and when, as what was followed', async () => {
  const followed = async () => (await ask('GET', `/v1/subscribers/${hub.id}`)).body.followed;
  await until('it is seen', async () => (await followed())[0]?.sequence === 22);
  expect(await followed()).toEqual([{ product: flanders, sequence: 22, followedAt: expect.any(String), behind: 0 }]);
  expect(await copies(hub)).toMatchObject([
    { product: flanders, acknowledged: 22, acknowledgedAt: expect.any(String), bytesMost, firstSequence: 1 },
    { product: open, acknowledged: 0 },
  ]);
  await write(3);
  await has(hub, { [flanders]: 25, [open]: 2 });
  await until('it is behind', async () => (await followed())[0]?.behind === 3);
  const metrics = await (await fetch(`http://127.0.0.1:${stage.door.healthPort}/metrics`)).text();
  const labels = `{subscriber="hub-flanders",product="${flanders}",service="gateway"}`;
  for (const [name, value] of [
    ['passerelle_subscriber_behind', '3'],
    ['passerelle_partner_stream_fault', '0'],
    ['passerelle_partner_stream_bytes', '\\d{4,}'],
    ['passerelle_partner_stream_filled', '0\\.\\d+'],
    ['passerelle_partner_acknowledged_age_seconds', '\\d+(\\.\\d+)?'],
  ])
    expect(metrics).toMatch(new RegExp(`${name}${labels.replace(/[{}.]/g, '\\$&')} ${value}\n`));
});

it('mends what the broker lost: consumers, the copy, and the stream of the product', async () => {
  await admin.manager.consumers.delete(flemish, 'partner-hub-flanders');
  await write(1);
  await has(hub, { [flanders]: 26, [open]: 2 });
  await admin.connection.request(`partners.hub-flanders.STREAM.DELETE.${flemish}`);
  await until('the copy is there again', async () => {
    const found = await admin.connection.request(`partners.hub-flanders.STREAM.INFO.${flemish}`);
    return found.json<{ state?: { last_seq: number } }>().state?.last_seq === 26;
  });
  await admin.wipe(flemish);
  await write(1);
  await has(hub, { [flanders]: 27, [open]: 2 });
  const connection = await login(hub);
  await until('it reads on', async () => (await pulled(connection, flemish, 27)).length === 27);
}, 90_000);

it('makes copies again when a text was taken back: the epoch is another', async () => {
  const before = (await infoOf(await login(hub), flemish)).config.metadata['cursor'] ?? '';
  await stage.door.database.query('UPDATE data_product SET epoch = epoch + 1 WHERE product = $1', [flanders]);
  const connection = await login(hub);
  const cursor = before.replace(/^\d+/, (epoch) => String(Number(epoch) + 1));
  await until('the copy is of the new epoch', async () => {
    const { config, state } = await infoOf(connection, flemish);
    return config?.metadata['cursor'] === cursor && state.last_seq === 27;
  });
});

it('bounds a copy, and tells what it dropped before it was acknowledged', async () => {
  const logged = hearLog(stage.door.context.logger);
  await pulled(await login(hub), flemish, 1);
  await write(120);
  await until('it is full', async () => (await copies(hub))[0]?.fault !== undefined);
  await has(hub, { [flanders]: 147, [open]: 2 });
  const [copy] = await copies(hub);
  expect(copy?.firstSequence).toBeGreaterThan(1);
  expect(copy?.fault).toMatch(/^the copy is full: .* up to sequence \d+ .* is read from the feed$/);
  expect(logged.filter((line) => line.includes('is not served as it should be'))).not.toHaveLength(0);
  const connection = await login(hub);
  const left = 147 - (copy?.firstSequence ?? 0) + 1;
  await pulled(connection, flemish, left, 147);
  await until('it is in order again', async () => (await copies(hub))[0]?.fault === undefined);
});

it('takes away what a subscriber may not follow any more, and everything when it ends', async () => {
  const spw = await admitted('spw', 'BE-VLG');
  await until('it has copies', async () => (await ends(spw))[flanders] !== undefined);
  const headers = { 'if-match': '"1"' };
  await ask('PATCH', `/v1/subscribers/${spw.id}`, { headers, body: { party: 'BE-WAL' } });
  await has(spw, { [wallonia]: 3, [open]: 2 });
  const connection = await login(spw);
  expect((await infoOf(connection, flemish)).error?.code).toBe(404);
  await ask('DELETE', `/v1/subscribers/${spw.id}`);
  await has(spw, {});
  for (const stream of [openStream, 'PARTY_NETWORKS_BE-WAL'])
    expect((await infoOf(connection, stream)).error?.code).toBe(404);
  const sourcing = await admin.manager.consumers.list(openStream).next();
  expect(sourcing.map(({ name }) => name)).toContain('partner-hub-flanders');
  expect(sourcing.map(({ name }) => name)).not.toContain('partner-spw');
  partners.delete('spw');
  await stage.nats.admit(accounts());
  await connection.closed();
  await expect(login(spw)).rejects.toThrow(/authorization/i);
});

it('says so where the broker does not have the account yet, and serves it once it has', async () => {
  const pair = nkeys.createUser();
  const body = { client: 'early', description: 'Too early', natsKey: pair.getPublicKey() };
  const { id } = (await ask('POST', '/v1/subscribers', { body })).body;
  const early = { id, client: 'early', nkey: pair.getPublicKey(), seed: pair.getSeed() };
  await until('it is told', async () => (await copies(early))[0]?.fault !== undefined);
  expect(await copies(early)).toMatchObject([{ product: open, fault: expect.stringContaining('npm run access') }]);
  partners.set('early', early);
  await stage.nats.admit(accounts());
  await has(early, { [open]: 2 });
  expect((await copies(early))[0]).not.toHaveProperty('fault');
});

it.each([
  ['a private key', () => new TextDecoder().decode(nkeys.createUser().getSeed()).slice(0, 56)],
  ['the key of an account', () => nkeys.createAccount().getPublicKey()],
  ['a mistyped key', () => `${nkeys.createUser().getPublicKey().slice(0, 50)}AAAAAA`],
  ['no key', () => 'U'],
])('refuses %s', async (_, key) => {
  const body = { client: 'mistaken', description: 'Mistaken', natsKey: key() };
  expect(await ask('POST', '/v1/subscribers', { body })).toMatchObject({
    status: 400,
    body: { issues: [{ name: 'natsKey' }] },
  });
});

it('refuses the key of another subscriber', async () => {
  const body = { client: 'twin', description: 'A twin', natsKey: hub.nkey };
  expect((await ask('POST', '/v1/subscribers', { body })).status).toBe(409);
});

it('refuses a key where NATS is not offered', async () => {
  const { nats: broker, issuer, door } = stage;
  const settings = { ...issuer.settings, NATS_PUBLIC_URL: '' };
  const other = await startApp(gateway, { broker, data: door.data, settings });
  try {
    const there = httpClient(await urlOf(other), issuer.tokens.admin);
    await until('it serves', async () => (await there('GET', '/v1/subscribers')).status === 200);
    const body = { client: 'unoffered', description: 'Over HTTP only', natsKey: nkeys.createUser().getPublicKey() };
    expect(await there('POST', '/v1/subscribers', { body })).toMatchObject({
      status: 409,
      body: { type: expect.stringMatching(/:natsNotOffered$/) },
    });
    const { id } = (await there('POST', '/v1/subscribers', { body: { ...body, natsKey: undefined } })).body;
    const change = { headers: { 'if-match': '"1"' }, body: { natsKey: body.natsKey } };
    expect((await there('PATCH', `/v1/subscribers/${id}`, change)).status).toBe(409);
  } finally {
    await other.close();
  }
});
