// What a partner could try from its account against us and another partner (EVENTS 9, test 23). Each says what came of it.
import { jetstreamManager } from '@nats-io/jetstream';
import { createInbox, type NatsConnection } from '@nats-io/transport-node';

type Attack = (attacker: NatsConnection) => Promise<string>;

const [ours, theirs] = ['PARTY_NETWORKS_BE-VLG', 'PARTY_NETWORKS_BE-WAL'];
const answerMs = 200;

/** What answers a request: nothing, an error, or something that it should not. */
const asking =
  (subject: string, body: object | string = '', isRight: (answer: string) => boolean = () => false): Attack =>
  async (attacker) => {
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    try {
      const answer = (await attacker.request(subject, content, { timeout: answerMs })).string();
      const { error } = JSON.parse(answer);
      if (error !== undefined) return `refused: ${error.description}`;
      return isRight(answer) ? 'in its own account only' : `SUCCEEDED: ${answer.slice(0, 120)}`;
    } catch (error) {
      return `no answer: ${String(error).slice(0, 60)}`;
    }
  };

/** Whoever should not hear it is asked afterwards, by the test. */
const saying =
  (subject: string, body = 'forged', reply?: string): Attack =>
  async (attacker) => {
    attacker.publish(subject, body, reply === undefined ? {} : { reply });
    await attacker.flush();
    return 'heard by nobody of ours';
  };

/** A stream of its own that copies one of ours: it must stay empty, or not come to be. */
const copying =
  (config: object): Attack =>
  async (attacker) => {
    const made = await attacker.request(
      '$JS.API.STREAM.CREATE.EVIL',
      JSON.stringify({ name: 'EVIL', max_bytes: 10_000, ...config }),
    );
    const { error } = made.json<{ error?: { description: string } }>();
    if (error !== undefined) return `refused: ${error.description}`;
    // The server tries to fill it at once.
    await new Promise((resume) => setTimeout(resume, 1_000));
    const info = await attacker.request('$JS.API.STREAM.INFO.EVIL');
    const { state } = info.json<{ state: { messages: number } }>();
    await attacker.request('$JS.API.STREAM.DELETE.EVIL');
    return state.messages === 0 ? 'stays empty' : `SUCCEEDED: ${state.messages} messages`;
  };

/** A consumer of its copy that delivers where it should not. */
const injecting =
  (target: string): Attack =>
  async (attacker) => {
    const config = { name: 'evil', deliver_subject: target, ack_policy: 'none', deliver_policy: 'all' };
    const body = { stream_name: ours, action: 'create', config };
    const made = await attacker.request(`$JS.API.CONSUMER.CREATE.${ours}.evil`, JSON.stringify(body));
    const { error } = made.json<{ error?: { description: string } }>();
    if (error !== undefined) return `refused: ${error.description}`;
    await new Promise((resume) => setTimeout(resume, 300));
    await attacker.request(`$JS.API.CONSUMER.DELETE.${ours}.evil`);
    return 'heard by nobody of ours';
  };

const withReply =
  (reply: string): Attack =>
  async (attacker) => {
    attacker.publish(`$JS.API.CONSUMER.MSG.NEXT.${ours}.follower`, JSON.stringify({ batch: 3, expires: 1e9 }), {
      reply,
    });
    await attacker.flush();
    await new Promise((resume) => setTimeout(resume, 200));
    return 'heard by nobody of ours';
  };

const listening =
  (...subjects: string[]): Attack =>
  async (attacker) => {
    const heard: string[] = [];
    for (const subject of subjects)
      attacker.subscribe(subject, { callback: (_, message) => void heard.push(message.subject) });
    await attacker.flush();
    return `listens (${heard.length} heard)`;
  };

const listed: Attack = async (attacker) => {
  const manager = await jetstreamManager(attacker);
  const names = (await manager.streams.list().next()).map(({ config: { name } }) => name);
  return names.every((name) => name === ours) ? `sees ${names.length} stream, its copy` : `SUCCEEDED: ${names.join()}`;
};

const isEmpty = (answer: string): boolean => JSON.parse(answer).streams === null;

export const attacks: readonly (readonly [string, Attack])[] = [
  ['publish a fact of ours', saying('facts.int.networks.letters.evil.v1')],
  ['publish into its own product', saying('facts.party.networks.be-vlg.letters.evil.v1')],
  ['publish into the product of the other', saying('facts.party.networks.be-wal.letters.evil.v1')],
  ['announce a service', saying('announce.networks')],
  ['call a service', asking('rpc.networks.letters.list', '{}')],
  ['call the gateway in our name', asking('rpc.gateway.subscribers.list', '{}')],
  ['answer in our inboxes', saying('_INBOX.gateway.evil.1')],
  ['deliver into the copy of the other', saying(`deliver.hub-wallonia.${theirs}`)],
  ['deliver into its own copy', saying(`deliver.hub-flanders.${ours}`)],
  ['use what the gateway uses', asking(`partners.hub-wallonia.STREAM.DELETE.${theirs}`)],
  ['read our streams by name', asking('$JS.API.STREAM.INFO.INT_NETWORKS')],
  ['read a message of ours', asking('$JS.API.STREAM.MSG.GET.INT_NETWORKS', { seq: 1 })],
  ['read a message of ours directly', asking('$JS.API.DIRECT.GET.INT_NETWORKS', { seq: 1 })],
  ['delete a stream of ours', asking('$JS.API.STREAM.DELETE.INT_NETWORKS')],
  ['purge a stream of ours', asking('$JS.API.STREAM.PURGE.INT_NETWORKS')],
  ['purge its own copy, which it may not', asking(`$JS.API.STREAM.PURGE.${ours}`)],
  ['read our streams through what is shared', asking('home.STREAM.INFO.INT_NETWORKS')],
  ['create a consumer at our stream through what is shared', asking('home.CONSUMER.CREATE.INT_NETWORKS.evil', {})],
  ['inspect what feeds the other', asking(`home.CONSUMER.INFO.${theirs}.partner-hub-wallonia`)],
  ['reset what feeds the other', asking(`home.CONSUMER.RESET.${theirs}.partner-hub-wallonia`, { seq: 1 })],
  ['acknowledge for the other', saying(`$JS.FC.${theirs}.partner-hub-wallonia.evil`)],
  ['acknowledge for the other, longer form', saying(`$JS.FC.hub.acc.${theirs}.partner-hub-wallonia.evil`)],
  ['acknowledge for a service', saying('$JS.ACK.INT_NETWORKS.evil.1.1.1.1.0')],
  ['a copy of our stream', copying({ sources: [{ name: 'INT_NETWORKS' }] })],
  [
    'a copy of our stream through what is shared',
    copying({ sources: [{ name: 'INT_NETWORKS', external: { api: 'home' } }] }),
  ],
  [
    'a copy by the consumer of the other',
    copying({
      sources: [
        {
          name: theirs,
          consumer: { name: 'partner-hub-wallonia', deliver_subject: `deliver.hub-wallonia.${theirs}` },
          external: { api: 'home' },
        },
      ],
    }),
  ],
  ['a mirror of the copy of the other', copying({ mirror: { name: theirs, external: { api: 'home' } } })],
  ['a stream over our subjects', copying({ subjects: ['facts.>', 'rpc.>', 'announce.>'] })],
  ['a consumer that delivers to our subjects', injecting('facts.int.networks.letters.evil.v1')],
  ['a consumer that delivers to a service', injecting('rpc.networks.letters.register')],
  ['a consumer that delivers to the other', injecting(`deliver.hub-wallonia.${theirs}`)],
  ['a consumer that delivers into its own copy', injecting(`deliver.hub-flanders.${ours}`)],
  ['a consumer that delivers acknowledgements', injecting(`$JS.FC.${ours}.partner-hub-flanders.evil`)],
  ['a pull that is answered at our subjects', withReply('facts.int.networks.letters.evil.v1')],
  ['a pull that is answered at what is shared', withReply(`home.CONSUMER.RESET.${ours}.partner-hub-flanders`)],
  ['a pull that is answered into its own copy', withReply(`deliver.hub-flanders.${ours}`)],
  ['a pull that is answered to the other', withReply(`deliver.hub-wallonia.${theirs}`)],
  ['ask the server', asking('$SYS.REQ.SERVER.PING')],
  ['ask the server for our connections', asking('$SYS.REQ.ACCOUNT.INT.CONNZ')],
  ['purge our account', asking('$JS.API.ACCOUNT.PURGE.INT', {})],
  ['list the streams', listed],
  ['list ours through what is shared', asking('home.STREAM.LIST', '', isEmpty)],
  [
    'listen to everything of the other and of ours',
    listening('deliver.hub-wallonia.>', 'facts.>', 'rpc.>', '$SYS.>', '_INBOX.gateway.>'),
  ],
  ['take a reply of ours by listening to all inboxes', listening('_INBOX.>', createInbox())],
];
