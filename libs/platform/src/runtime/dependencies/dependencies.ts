import { setTimeout as pause } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { DataSource, type DataSourceOptions } from 'typeorm';
import type { ServiceSettings } from '../../kernel/config/index.js';
import { probe, missingMigrations, addressOf } from '../../data/database/index.js';
import { Worker } from '../../data/workers/index.js';
import type { Logger } from '../../kernel/telemetry/index.js';
import { answers, connectNats, follow, probeNats, serversOf } from './nats.js';
import { Dependency, type Check } from './dependency.js';
import { gatherWrites } from './write-gathering.js';
import { outageReason, type Asked } from './outage-reason.js';

// The three dependencies of a service (PostgreSQL, NATS, its migrations), watched from the start of the process to its end. At the
// start each is probed over its own short connection; the health port is open already and reports what is missing.

/** The dependencies are checked periodically, so that the log reports an outage even if nothing calls `/readyz`. */
const watchMs = 5_000;
const soonMs = 300;
const mostTries = 3;
const mostNames = 5;
const unread = 'are checked once database and NATS are available';

export class Dependencies {
  readonly database: Dependency;
  readonly nats: Dependency;
  readonly migrations: Dependency;
  private source: DataSource | undefined;
  private connecting: Promise<void> | undefined;
  private connection: NatsConnection | undefined;
  private connected = false;
  private migrated = false;
  private readonly closing = new AbortController();
  private readonly stop: AbortSignal;
  private readonly postgres: Asked;
  private readonly broker: Asked;
  private readonly watching: Worker;

  constructor(
    private readonly service: string,
    private readonly settings: ServiceSettings,
    private readonly logger: Logger,
    stop: AbortSignal,
  ) {
    this.stop = AbortSignal.any([stop, this.closing.signal]);
    const { address, ...role } = addressOf(settings.DATABASE_URL);
    this.postgres = { thing: `PostgreSQL at ${address}`, ...role };
    this.broker = { thing: `NATS at ${serversOf(settings).join(', ')}`, user: settings.NATS_USER };
    this.database = new Dependency('database', () => this.askDatabase(), logger);
    this.nats = new Dependency('nats', (before) => this.askNats(before), logger);
    this.migrations = new Dependency('migrations', () => this.askMigrations(), logger, unread);
    this.watching = new Worker({ name: 'dependencies', everyMs: watchMs, run: () => this.look() }, logger);
  }

  /** False when only a restart helps. */
  get alive(): boolean {
    return this.connection?.isClosed() !== true;
  }

  /** Waits for both at once, so that the log and `/readyz` report both when both are missing. */
  async reached(): Promise<NatsConnection> {
    const [connection] = await Promise.all([this.reachNats(), this.database.until(this.stop)]);
    return connection;
  }

  /** A database that went down after its probe is waited for again; an error while it answers is a fault. */
  async open(options: DataSourceOptions): Promise<DataSource> {
    for (let tries = 1; ; tries++) {
      try {
        this.source = await new DataSource(options).initialize();
        return this.source;
      } catch (error) {
        if (tries === mostTries) throw error;
        await this.database.until(this.stop);
      }
    }
  }

  watch(): void {
    this.watching.start();
  }

  async look(): Promise<Readonly<Record<string, Check>>> {
    const [there] = await Promise.all([this.database.look(), this.nats.look()]);
    if (there && this.source !== undefined) await this.migrations.look();
    const { database, nats, migrations } = this;
    return { database: database.check, nats: nats.check, migrations: migrations.check };
  }

  /** Stops reporting outages, because the service itself is stopping. A running check ends within its time limits. */
  quieten(): void {
    void this.watching.stop();
    for (const need of [this.database, this.nats, this.migrations]) need.quieten();
  }

  async close(): Promise<void> {
    this.quieten();
    this.closing.abort();
    if (this.source?.isInitialized === true) await this.source.destroy();
  }

  private async reachNats(): Promise<NatsConnection> {
    const connecting = connectNats(this.settings, this.service, this.stop);
    this.connecting = connecting.then((connection) => this.adopt(connection));
    const there = this.nats.until(this.stop);
    // Only invalid settings reject at once.
    await Promise.race([there, this.connecting]);
    await there;
    return connecting;
  }

  private async adopt(connection: NatsConnection): Promise<void> {
    if (this.stop.aborted) return connection.close();
    this.connection = connection;
    this.connected = true;
    gatherWrites(connection, this.logger);
    void follow(connection, this.logger, (connected) => {
      this.connected = connected;
      void this.nats.look();
    });
  }

  private askDatabase(): Promise<string | undefined> {
    const { DATABASE_URL } = this.settings;
    return this.why(
      this.source === undefined ? probe(DATABASE_URL, this.service) : this.source.query('SELECT 1'),
      this.postgres,
    );
  }

  private async askNats(before: string | undefined): Promise<string | undefined> {
    if (this.connection === undefined) await Promise.race([this.connecting?.catch(() => undefined), pause(soonMs)]);
    const { connection } = this;
    if (connection?.isClosed() === true) return 'the connection is closed: only a restart helps';
    if (connection !== undefined && this.connected)
      return (await answers(connection)) ? undefined : `${this.broker.thing} gives no answer`;
    const reason = await this.why(probeNats(this.settings, this.service), this.broker);
    return reason ?? before ?? `${this.broker.thing} is available: the connection is being made`;
  }

  private async askMigrations(): Promise<string | undefined> {
    if (this.migrated || this.source === undefined) return this.migrated ? undefined : unread;
    const missing: string[] = [];
    const reason = await this.why(
      missingMigrations(this.source).then((names) => missing.push(...names)),
      this.postgres,
    );
    this.migrated = reason === undefined && missing.length === 0;
    if (reason !== undefined || this.migrated) return reason;
    const more = missing.length > mostNames ? ` and ${missing.length - mostNames} more` : '';
    return `the migration job must apply ${missing.slice(0, mostNames).join(', ')}${more}`;
  }

  private why(question: Promise<unknown>, asked: Asked): Promise<string | undefined> {
    return question.then(
      () => undefined,
      (error: unknown) => outageReason(error, asked, this.settings),
    );
  }
}
