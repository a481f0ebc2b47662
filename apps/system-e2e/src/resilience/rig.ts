/** The whole system as processes on separate servers, each of which can be killed and restarted. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Surroundings } from '@passerelle/stack/environment';
import { environmentOf, unlimited } from '@passerelle/stack/environment';
import type { Issuer } from '@passerelle/stack/issuer';
import { startIssuer } from '@passerelle/stack/issuer';
import { writeDown } from '@passerelle/stack/leftovers';
import { natsBinary } from '@passerelle/stack/nats-binary';
import { startNats } from '@passerelle/stack/nats';
import type { Nats } from '@passerelle/stack/nats';
import { removePostgres, startPostgres } from '@passerelle/stack/postgres';
import type { Postgres } from '@passerelle/stack/postgres';
import { freePort } from '@passerelle/stack/ports';
import { isAlive, lastLines, runToEnd, startProcess, stopProcess } from '@passerelle/stack/processes';
import type { ProcessId, Started } from '@passerelle/stack/processes';
import { issuerClients, keptSecrets } from '@passerelle/stack/secrets';
import { createServiceDatabase } from '@passerelle/stack/service-database';
import { migrate, program, waitUntilReady } from '@passerelle/stack/services';
import { freshDataFolder, freshFolder, shared } from '@passerelle/stack/test-run';

const root = resolve(import.meta.dirname, '../../../..');
/** How often a service may exit during its start before the trial fails. */
const starts = 5;

export class Rig {
  /** The folder of the logs of all processes. */
  readonly folder = freshFolder('rig');
  private readonly data = freshDataFolder('rig');
  readonly members: readonly string[];
  private readonly running = new Map<string, Started>();
  private extra = 0;
  declare private issuer: Issuer;
  declare postgres: Postgres;
  declare nats: Nats;
  declare around: Surroundings;

  /** Of these services; the gateway among them reports for all. */
  constructor(members: readonly string[]) {
    this.members = members;
  }

  async start(): Promise<void> {
    const { members } = this;
    const secrets = await keptSecrets(join(this.folder, 'secrets.json'));
    await this.startPostgres();
    await this.startNats();
    this.issuer = await startIssuer({ port: await freePort(), clients: issuerClients(secrets) });
    const databases = Object.fromEntries(
      await Promise.all(members.map(async (name) => [name, await createServiceDatabase(this.postgres.url, name)])),
    );
    const healthPorts = Object.fromEntries(await Promise.all(members.map(async (name) => [name, await freePort()])));
    this.around = {
      secrets,
      databases,
      natsUrl: this.nats.url,
      natsUsers: this.nats.users,
      gatewayPort: await freePort(),
      healthPorts,
      issuer: this.issuer.issuer,
      rateLimits: unlimited,
    };
    for (const name of members) await migrate(name, { root, logs: this.folder, around: this.around });
    await Promise.all(members.map((name) => this.startService(name)));
  }

  get gateway(): string {
    return `http://127.0.0.1:${this.around.gatewayPort}`;
  }

  pidOf(name: string): number {
    return this.running.get(name)?.pid ?? 0;
  }

  logOf(name: string): string {
    return readFileSync(join(this.folder, `${name}.log`), 'utf8');
  }

  /** Unexpected errors that the service logged. */
  failuresOf(name: string): string[] {
    const isTelling = (line: string) =>
      (line.includes('"msg":"failed"') && !line.includes('serviceUnavailable')) || /^[^{]|"level":60/.test(line);
    const lines = this.logOf(name).split('\n').filter(isTelling);
    return lines.map((line) => line.slice(0, 1_000));
  }

  async startPostgres(): Promise<void> {
    this.postgres = await startPostgres({
      dataDir: join(this.data, 'postgres'),
      log: join(this.folder, 'postgres.log'),
      ...(this.postgres && { port: this.postgres.port }),
    });
    writeDown(shared('folder'), this.postgres);
  }

  async startNats(): Promise<void> {
    const binary = natsBinary(shared('natsBinary'));
    if (!binary) throw new Error('The nats-server found at the start of the run is gone');
    const known = this.nats && {
      port: this.nats.port,
      monitorPort: this.nats.monitorPort,
      passwords: Object.fromEntries(Object.values(this.nats.users).map(({ user, password }) => [user, password])),
    };
    this.nats = await startNats({ storeDir: this.natsStore, binary, ...known });
    writeDown(shared('folder'), this.nats);
  }

  get natsStore(): string {
    return join(this.data, 'nats');
  }

  /** As an orchestrator would: the same image again, with the same environment. */
  async startService(name: string): Promise<void> {
    const log = join(this.folder, `${name}.log`);
    const started = await startProcess(program(name, [], environmentOf(name, this.around), log, root));
    writeDown(shared('folder'), started);
    this.running.set(name, started);
    await waitUntilReady(name, started, this.around.healthPorts[name] ?? 0);
  }

  /**
   * Starts a killed process again; returns its name once for every time that it exited instead of waiting for its
   * dependencies.
   */
  async bring(name: string): Promise<string[]> {
    if (name === 'postgres') await this.startPostgres();
    else if (name === 'nats') await this.startNats();
    else return this.startPatiently(name);
    return [];
  }

  /** Starts the services that ended without being killed, and returns their names. */
  async mend(): Promise<string[]> {
    const gone = this.members.filter((name) => !isAlive(this.processOf(name)));
    const fell = await Promise.all(gone.map((name) => this.bring(name)));
    return [...gone, ...fell.flat()];
  }

  /** A job of the service, as `node main.js <job>`. */
  async run(name: string, job: string): Promise<void> {
    const log = join(this.folder, `${name}-${job}.log`);
    const { code } = await runToEnd(program(name, [job], environmentOf(name, this.around), log, root), 300_000);
    if (code !== 0) throw new Error(`${name} ${job} failed:\n${lastLines(log)}`);
  }

  /** Another instance of a service, in addition to the first. */
  async startReplica(name: string): Promise<Started> {
    const port = await freePort();
    const env = { ...environmentOf(name, this.around), HEALTH_PORT: String(port) };
    const started = await startProcess(
      program(name, [], env, join(this.folder, `${name}-replica-${++this.extra}.log`), root),
    );
    writeDown(shared('folder'), started);
    await waitUntilReady(name, started, port);
    this.running.set(`${name}-replica-${this.extra}`, started);
    return started;
  }

  /** SIGKILL: a service, `nats` or `postgres` cannot clean up. */
  async kill(name: string): Promise<void> {
    await stopProcess(this.processOf(name), 5_000, 'SIGKILL');
  }

  async token(client: string): Promise<string> {
    const secret = this.around.secrets.clients[client];
    const answer = await fetch(`${this.around.issuer}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client}:${secret}`)}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
    return token;
  }

  private async startPatiently(name: string): Promise<string[]> {
    const fell: string[] = [];
    for (;;) {
      try {
        await this.startService(name);
        return fell;
      } catch (error) {
        if (isAlive(this.processOf(name)) || fell.length === starts) throw error;
        fell.push(name);
      }
    }
  }

  private processOf(name: string): ProcessId {
    const servers: Record<string, ProcessId> = { nats: this.nats, postgres: this.postgres };
    const known = servers[name] ?? this.running.get(name);
    if (known === undefined) throw new Error(`${name} was never started`);
    return known;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map((one) => stopProcess(one, 6_000)));
    await this.issuer?.stop();
    await this.nats?.stop();
    await this.postgres?.stop();
    removePostgres(join(this.data, 'postgres'));
  }
}
