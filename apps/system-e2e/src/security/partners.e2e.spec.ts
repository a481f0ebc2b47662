import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeyAuthenticator, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { partnerFiles, userOfPartner } from '@passerelle/stack/nats-partners';
import { broker, type Broker } from '@passerelle/testing/broker';
import { operator, type Operator } from '@passerelle/testing/operator';
import { until } from '@passerelle/testing/until';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PartnerBroker } from '../../../gateway/src/partner-streams/partner-broker.js';
import { attacks } from './partner-attacks.ts';
import { refusals } from './refusals.ts';
import { heard, isUnder, published } from './subjects.ts';

// What two subscribers with accounts of their own can do to us and to each other: with the user that they have, and with one that may do
// everything inside their account, as if the permissions of the user were not there. Once more with the other form of acknowledgements.

const [ours, theirs] = ['PARTY_NETWORKS_BE-VLG', 'PARTY_NETWORKS_BE-WAL'];
const [flanders, wallonia] = ['hub-flanders', 'hub-wallonia'];
const anyUser = 'does everything in its account';

describe.each([
  ['acknowledgements as they are', ''],
  ['acknowledgements of the longer form', 'feature_flags { js_ack_fc_v2: true }\n'],
])('with %s', (_, more) => {
  const pairs = { [flanders]: nkeys.createUser(), [wallonia]: nkeys.createUser() };
  const accounts = Object.entries(pairs).map(([client, pair]) => ({ client, nkey: pair.getPublicKey() }));
  let nats: Broker;
  let admin: Operator;
  let copies: PartnerBroker;
  let networks: NatsConnection;
  const open: NatsConnection[] = [];
  const kept = async (connecting: Promise<NatsConnection>): Promise<NatsConnection> => {
    const connection = await connecting;
    open.push(connection);
    return connection;
  };
  const service = (name: string): Promise<NatsConnection> => {
    const { user, password: pass } = nats.users[name] ?? {};
    return kept(connect({ servers: nats.url, user, pass, inboxPrefix: `_INBOX.${name}` }));
  };
  const partner = (client = flanders): Promise<NatsConnection> => {
    const authenticator = nkeyAuthenticator(pairs[client]?.getSeed());
    return kept(connect({ servers: nats.url, authenticator, reconnect: false }));
  };
  /** A user without limits in the account of Flanders. */
  const unlimited = (): Promise<NatsConnection> =>
    kept(connect({ servers: nats.url, user: anyUser, pass: anyUser, reconnect: false }));

  beforeAll(async () => {
    nats = await broker({ more });
    await nats.admit(accounts);
    admin = await operator(nats);
    networks = await service('networks');
    copies = new PartnerBroker(await service('gateway'));
    for (const [stream, subjects] of [
      ['INT_NETWORKS', 'facts.int.networks.>'],
      [ours, 'facts.party.networks.be-vlg.>'],
      [theirs, 'facts.party.networks.be-wal.>'],
    ] as const)
      await admin.make(stream, subjects, { deny_delete: true, allow_direct: true });
    for (let sequence = 1; sequence <= 30; sequence += 1)
      for (const product of ['int.networks', 'party.networks.be-vlg', 'party.networks.be-wal'])
        await networks.request(`facts.${product}.letters.written.v1`, JSON.stringify({ product, sequence }));
    const made = { metadata: {}, first: 1, bytesMost: 1_000_000 };
    await copies.make({ client: flanders, stream: ours }, made);
    await copies.make({ client: wallonia, stream: theirs }, made);
    await copies.makeFollower({ client: flanders, stream: ours });
    await bothHave(30);
  }, 60_000);
  afterAll(async () => {
    await Promise.all(open.map((connection) => connection.close()));
    await admin?.close();
    await nats?.stop();
  });

  const bothHave = (last: number) =>
    until(`both copies end at ${last}`, async () => {
      const found = [
        await copies.copy({ client: flanders, stream: ours }),
        await copies.copy({ client: wallonia, stream: theirs }),
      ];
      const sourcing = await copies.sourcing({ client: wallonia, stream: theirs });
      return found.every((copy) => copy?.state.last_seq === last) && sourcing?.ack_floor.stream_seq === last;
    });

  it('lets its user see, pull, acknowledge and reset what is its own, and nothing else', async () => {
    const speaker = await partner();
    const tried = [...published, ...own, `$JS.API.CONSUMER.CREATE.${ours}.mine`, `$JS.API.STREAM.PURGE.${ours}`];
    const unspoken = await refusals(speaker, () => tried.forEach((subject) => speaker.publish(subject)));
    const listener = await partner();
    const unheard = await refusals(listener, () => heard.forEach((subject) => listener.subscribe(subject)));
    const may = (patterns: readonly string[]) => (subject: string) => patterns.some((each) => isUnder(subject, each));
    const spoken = tried.filter((subject) => !unspoken.has(subject));
    expect(spoken).toEqual(tried.filter(may(userOfPartner.publish)));
    // Of streams with the names of ours it asks in vain: they are not in its account.
    const asksOf = (subject: string) => subject.startsWith('$JS.API.STREAM.INFO.');
    expect(spoken.filter((subject) => !asksOf(subject))).toEqual(own.filter((subject) => !asksOf(subject)));
    expect(heard.filter((subject) => !unheard.has(subject))).toEqual(heard.filter(may(userOfPartner.subscribe)));
    process.stdout.write(
      `a partner: ${unspoken.size} of ${tried.length} refused, ${unheard.size} of ${heard.length} unheard\n`,
    );
  });

  it('gives it its copy, in order, by both forms of acknowledgement', async () => {
    const reader = await partner();
    const inbox = '_INBOX.mine';
    const replies: string[] = [];
    const texts: string[] = [];
    reader.subscribe(inbox, {
      callback: (_, message) => {
        if (message.reply === undefined) return;
        texts.push(message.string());
        replies.push(message.reply);
        message.respond();
      },
    });
    reader.publish(`$JS.API.CONSUMER.MSG.NEXT.${ours}.follower`, JSON.stringify({ batch: 30, expires: 5e9 }), {
      reply: inbox,
    });
    await until('all is acknowledged', async () => {
      const follower = await copies.follower({ client: flanders, stream: ours });
      return follower?.ack_floor.stream_seq === 30;
    });
    expect(texts.map((text) => JSON.parse(text))).toEqual(
      Array.from({ length: 30 }, (_, index) => ({ product: 'party.networks.be-vlg', sequence: index + 1 })),
    );
    // Nine words, or eleven with the domain and the account.
    expect(new Set(replies.map((reply) => reply.split('.').length))).toEqual(new Set([more === '' ? 9 : 11]));
  });

  it('reaches nothing of ours or of another partner, even as a user that may do everything in its account', async () => {
    await addUnlimitedUser();
    const attacker = await unlimited();
    const [caught, watched]: string[][] = [[], []];
    attacker.subscribe('>', { callback: (_, message) => void caught?.push(message.string()) });
    admin.connection.subscribe('>', { callback: (_, message) => void watched?.push(message.subject) });
    await Promise.all([attacker.flush(), admin.connection.flush()]);
    const before = await state();
    const results: [string, string][] = [];
    for (const [name, attack] of attacks) results.push([name, await attack(attacker)]);
    for (const [name, answer] of results) process.stdout.write(`${name.padEnd(70)} ${answer}\n`);
    expect(results.filter(([, answer]) => answer.startsWith('SUCCEEDED'))).toEqual([]);
    expect(await state()).toEqual(before);
    await networks.request('facts.party.networks.be-wal.letters.written.v1', 'for Wallonia');
    await networks.request('facts.party.networks.be-vlg.letters.written.v1', 'for Flanders');
    await bothHave(31);
    await Promise.all([attacker.flush(), admin.connection.flush()]);
    expect(
      caught?.filter((text) => /"product":"(party\.networks\.be-wal|int\.networks)"|for Wallonia/.test(text)),
    ).toEqual([]);
    expect(caught).toContain('for Flanders');
    // The rest is what the services, the server and this test said in our account.
    expect(watched?.filter((subject) => /evil|^rpc|^announce/.test(subject))).toEqual([]);
  }, 60_000);

  it('has quotas of its own: streams, consumers, storage, memory, payload, subscriptions, connections', async () => {
    const greedy = await unlimited();
    const manager = await jetstreamManager(greedy);
    const refusalOf = (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'nothing refused',
        (error: Error) => error.message,
      );
    expect(await refusalOf(manager.streams.add({ name: 'BIG', subjects: ['big'], max_bytes: 2 * 1024 ** 3 }))).toMatch(
      /storage/i,
    );
    expect(
      await refusalOf(manager.streams.add({ name: 'MEM', subjects: ['mem'], storage: 'memory', max_bytes: 1_000 })),
    ).toMatch(/memory/i);
    for (let number = 1; number < 8; number += 1)
      await manager.streams
        .add({ name: `S${number}`, subjects: [`s${number}`], max_bytes: 1_000 })
        .catch(() => undefined);
    expect(await refusalOf(manager.streams.add({ name: 'ONE_MORE', subjects: ['more'], max_bytes: 1_000 }))).toMatch(
      /maximum number of streams/,
    );
    for (let number = 0; number < 8; number += 1)
      await manager.consumers.add('S1', { durable_name: `c${number}`, ack_policy: 'explicit' }).catch(() => undefined);
    expect(await refusalOf(manager.consumers.add('S1', { durable_name: 'more', ack_policy: 'explicit' }))).toMatch(
      /maximum consumers/,
    );
    for (let number = 1; number < 8; number += 1) await manager.streams.delete(`S${number}`).catch(() => undefined);
    // The server says the limit, and the client keeps to it.
    expect(greedy.info?.max_payload).toBe(65_536);
    const many = await unlimited();
    expect(await closedBy(many, () => Array.from({ length: 102 }, (_, n) => many.subscribe(`x.${n}`)))).toMatch(
      /subscriptions/i,
    );
    const crowd = await Promise.allSettled(Array.from({ length: 12 }, () => partner(flanders)));
    expect(crowd.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
    await networks.request('facts.party.networks.be-wal.letters.written.v1', 'undisturbed');
    await networks.request('facts.party.networks.be-vlg.letters.written.v1', 'undisturbed');
    await bothHave(32);
  }, 60_000);

  const own = [
    `$JS.API.STREAM.INFO.${ours}`,
    ...['INFO', 'MSG.NEXT', 'RESET'].map((call) => `$JS.API.CONSUMER.${call}.${ours}.follower`),
    `$JS.ACK.${ours}.follower.1.1.1.1.0`,
    `$JS.ACK.hub.acc.${ours}.follower.1.1.1.1.0.x`,
  ];

  /** What must not change: every stream of ours, who feeds whom, and the other copy. */
  async function state(): Promise<unknown> {
    const streams = await Promise.all(['INT_NETWORKS', ours, theirs].map((stream) => admin.messages(stream)));
    const all = (await admin.manager.streams.list().next()).map(({ config: { name } }) => name).toSorted();
    const sourcing = await copies.sourcing({ client: wallonia, stream: theirs });
    const other = await copies.copy({ client: wallonia, stream: theirs });
    const copy = await copies.copy({ client: flanders, stream: ours });
    return {
      streams,
      all,
      acknowledged: sourcing?.ack_floor.stream_seq,
      other: other?.state,
      copied: copy?.state.last_seq,
    };
  }

  /** One more user in the account of Flanders, which is the first. */
  async function addUnlimitedUser(): Promise<void> {
    const path = join(nats.folder, partnerFiles.accounts);
    const user = `{ user: ${JSON.stringify(anyUser)}, password: ${JSON.stringify(anyUser)} }, `;
    writeFileSync(path, readFileSync(path, 'utf8').replace('users: [', `users: [${user}`));
    await nats.reload();
  }
});

/** Why the server ended the connection, or refused, after `act`. */
async function closedBy(connection: NatsConnection, act: () => unknown): Promise<string> {
  const reasons: string[] = [];
  const listening = (async () => {
    for await (const status of connection.status()) if (status.type === 'error') reasons.push(String(status.error));
  })();
  act();
  await connection.flush().catch(() => undefined);
  await connection.close();
  await listening;
  return reasons.join('; ');
}
