// A nats-server with the account of a subscriber, and its streams made directly, as the installation makes them.
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, nkeys, type NatsConnection } from '@nats-io/transport-node';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crossOut, writeDown } from '@passerelle/stack/leftovers';
import { natsBinary } from '@passerelle/stack/nats-binary';
import { freePort } from '@passerelle/stack/ports';
import { isAlive, lastLines, signal, startProcess, stopProcess, type Started } from '@passerelle/stack/processes';
import { freshDataFolder, shared } from '@passerelle/stack/test-run';
import { until } from '@passerelle/testing/until';
import type { ProductEvent } from './event.js';
import { cursorOf } from './product.builder.js';

export const stream = 'PARTY_COOPERATION_BE-VLG';
const subject = 'facts.party.cooperation.be-vlg';

/** A new nkey user. */
export function aUser(): { seed: string; name: string } {
  const pair = nkeys.createUser();
  return { seed: new TextDecoder().decode(pair.getSeed()), name: pair.getPublicKey() };
}

const permissions = `publish: [${[
  `$JS.API.STREAM.INFO.${stream}`,
  ...['INFO', 'MSG.NEXT', 'RESET'].map((call) => `$JS.API.CONSUMER.${call}.${stream}.follower`),
  `$JS.ACK.${stream}.follower.>`,
  `$JS.ACK.*.*.${stream}.follower.>`,
]
  .map((each) => JSON.stringify(each))
  .join(', ')}], subscribe: "_INBOX.>"`;

export interface Made {
  readonly epoch?: number;
  readonly firstSequence?: number;
  readonly ackWait?: number;
}

export class NatsServer {
  readonly user = aUser();
  /** Users of the account; without any, it is removed with the next reload. */
  users = [this.user.name];
  /** Whom the operator trusts, where the server demands TLS. */
  tls: { readonly ca: string } | undefined;
  private process: Started | undefined;
  private operator: NatsConnection | undefined;
  private readonly folder = freshDataFolder('nats-subscriber');

  private constructor(
    private readonly ports: { readonly client: number; readonly monitor: number },
    /** More lines of the configuration. */
    private readonly more: string,
  ) {}

  static async start(more = ''): Promise<NatsServer> {
    const server = new NatsServer({ client: await freePort(), monitor: await freePort() }, more);
    await server.launch();
    return server;
  }

  get url(): string {
    return `nats://127.0.0.1:${this.port}`;
  }

  get port(): number {
    return this.ports.client;
  }

  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** Ends it without a chance to clean up; `launch` brings it back with its store. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  async launch(): Promise<void> {
    const binary = natsBinary(shared('natsBinary'));
    if (binary === undefined) throw new Error('The nats-server found at the start of the run is gone');
    const config = this.configured();
    const started = await startProcess({
      command: binary.path,
      args: ['-c', config],
      log: join(this.folder, 'nats.log'),
      env: {},
    });
    writeDown(shared('folder'), started);
    this.process = started;
    const isHealthy = () =>
      fetch(`http://127.0.0.1:${this.ports.monitor}/healthz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until('nats-server is healthy', async () => !isAlive(started) || (await isHealthy()));
    if (!isAlive(started)) throw new Error(`nats-server does not start:\n${lastLines(started.log)}`);
  }

  /** Takes the users of now. */
  reload(): void {
    this.configured();
    this.signal('SIGHUP');
  }

  signal(name: NodeJS.Signals): void {
    if (this.process !== undefined) signal(this.process, name);
  }

  async make({ epoch = 1, firstSequence = 1, ackWait = 60_000 }: Made = {}): Promise<void> {
    const { streams } = await this.manager();
    await streams.add({
      name: stream,
      subjects: [`${subject}.>`],
      first_seq: firstSequence,
      metadata: { cursor: cursorOf(epoch, 0) },
    });
    await this.makeConsumer(ackWait);
  }

  async makeConsumer(ackWait = 60_000): Promise<void> {
    const { consumers } = await this.manager();
    await consumers.add(stream, {
      durable_name: 'follower',
      ack_policy: 'explicit',
      ack_wait: ackWait * 1e6,
      max_ack_pending: 10_000,
      max_deliver: -1,
    });
  }

  async fill(events: readonly (ProductEvent | string)[]): Promise<void> {
    const connection = await this.connected();
    for (const event of events)
      connection.publish(
        `${subject}.consultations.opened.v1`,
        typeof event === 'string' ? event : JSON.stringify(event),
      );
    await connection.flush();
  }

  async remove(): Promise<void> {
    await (await this.manager()).streams.delete(stream);
  }

  async removeConsumer(): Promise<void> {
    await (await this.manager()).consumers.delete(stream, 'follower');
  }

  /** The stream forgets what is before this sequence. */
  async forgetBefore(sequence: number): Promise<void> {
    await (await this.manager()).streams.purge(stream, { seq: sequence });
  }

  async consumer() {
    return (await this.manager()).consumers.info(stream, 'follower');
  }

  async manager() {
    return jetstreamManager(await this.connected(), { checkAPI: false });
  }

  private async connected(): Promise<NatsConnection> {
    const user = { user: 'operator', pass: 'operator' };
    this.operator ??= await connect({ servers: this.url, ...user, reconnect: false, tls: this.tls });
    return this.operator;
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    await this.operator?.close();
    this.operator = undefined;
    if (this.process === undefined) return;
    await stopProcess(this.process, 8_000, signal);
    crossOut(shared('folder'), this.process.pid);
    this.process = undefined;
  }

  private configured(): string {
    const path = join(this.folder, 'nats.conf');
    const users = this.users.map((nkey) => `{ nkey: ${nkey}, permissions: { ${permissions} } }`);
    const operator = '{ user: operator, password: operator }';
    const account = `"BE-VLG" { jetstream: enabled, users: [${[operator, ...users].join(', ')}] }`;
    writeFileSync(
      path,
      `host: "127.0.0.1"
port: ${this.ports.client}
http: "127.0.0.1:${this.ports.monitor}"
jetstream { store_dir: ${JSON.stringify(this.folder)}, max_memory_store: 16MB, max_file_store: 1GB, sync_interval: always }
${this.more}
accounts {
  ${users.length > 0 ? account : ''}
  INT { users: [{ user: other, password: other }] }
}
`,
      { mode: 0o600 },
    );
    return path;
  }
}
