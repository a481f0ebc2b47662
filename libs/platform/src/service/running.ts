import { NestFactory } from '@nestjs/core';
import { NestMicroservice } from '@nestjs/microservices';
import { TypeOrmModule } from '@nestjs/typeorm';
import type { DynamicModule } from '@nestjs/common';
import type { NatsConnection } from '@nats-io/transport-node';
import { DataSource } from 'typeorm';
import { Announcer, describeService } from '../announcements/index.js';
import { forgetReplies } from '../acts/index.js';
import type { ServiceSettings } from '../config/index.js';
import { connectionOptions, Database, missingMigrations, unsafeSettings } from '../database/index.js';
import { Relay, type Publisher } from '../facts/index.js';
import { CallerTokenVerifier } from '../identity/index.js';
import { bindOperations, OperationServer } from '../operations/index.js';
import { Rounds } from '../leadership/index.js';
import { createLogger, nestLogger, startTracing, stopTracing, type Logger } from '../telemetry/index.js';
import { ServiceContext, type Application, type Door, type ServiceDefinition } from './definition.js';
import { Health } from './health.js';
import { connectNats, inboxOf, isConnected } from './nats.js';

// The life of a service: connect, check, answer, announce; and at the end the same backwards, so that nothing that
// was taken on is dropped.

export interface RunningService {
  readonly app: Application;
  readonly healthPort: number;
  readonly relay: Relay;
  readonly database: Database;
  readonly context: ServiceContext;
  close(): Promise<void>;
}

const version = '0.1.0';

export async function startService<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  settings: Settings,
): Promise<RunningService> {
  await startTracing(settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  const logger = createLogger(definition.name, settings.LOG_LEVEL);
  const operations = bindOperations(definition.name, definition.module, definition.policy);
  const connection = await connectNats(settings, definition.name, logger);
  const server = operationServer(definition.name, settings, connection, operations, logger);
  const context = new ServiceContext(
    definition.name,
    definition.referencePrefix,
    version,
    settings,
    connection,
    server,
    logger,
  );
  const { app, door } = await createApp(definition, context);
  const database = app.get(Database);
  await refuseUnsafe(database);
  const relay = new Relay(database, connection, publisherOf(definition.name, settings), logger);
  const described = {
    service: definition.name,
    version,
    typePrefix: settings.TYPE_PREFIX,
    operations,
    facts: definition.facts,
  };
  const announcer = new Announcer(connection, describeService(described));
  const health = healthOf(definition.name, connection, database, relay, server);
  const healthPort = await health.listen(settings.HEALTH_PORT, settings.BIND_ADDRESS);
  await untilMigrated(database, logger);
  const forgetting = forgettingReplies(database, logger);
  relay.start();
  forgetting.start();
  await listen(app);
  await door?.open();
  announcer.start();
  health.enter();
  logger.info({ healthPort, operations: operations.length, facts: definition.facts.length }, 'ready');
  const close = once(() =>
    shutDown({ app, door, server, relay, forgetting, announcer, health, connection, settings, logger }),
  );
  return { app, healthPort, relay, database, context, close };
}

const publisherOf = (service: string, settings: ServiceSettings): Publisher => ({
  service,
  organisation: settings.ORGANISATION,
  typePrefix: settings.TYPE_PREFIX,
  publicUrl: settings.PUBLIC_URL,
  inboxPrefix: inboxOf(settings),
});

function operationServer(
  service: string,
  settings: ServiceSettings,
  connection: NatsConnection,
  operations: ReturnType<typeof bindOperations>,
  logger: Logger,
): OperationServer {
  const verifier = new CallerTokenVerifier(settings.CALLER_KEYS, service);
  return new OperationServer({
    service,
    connection,
    operations,
    verifier,
    home: settings.HOME_PARTY,
    publicUrl: settings.PUBLIC_URL,
    cursorKey: settings.CURSOR_KEY,
    logger,
    inFlight: settings.IN_FLIGHT,
    queue: settings.QUEUE,
  });
}

async function createApp<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  context: ServiceContext<Settings>,
): Promise<{ app: Application; door: Door | undefined }> {
  const root = rootModule(definition, context);
  const strategy = context.server;
  const options = { strategy, logger: nestLogger(context.logger), abortOnError: false };
  const door = await definition.door?.(root, context);
  const app = door?.app ?? (await NestFactory.createMicroservice(root, options));
  const { guard, interceptor, filter } = context.server.enhancers();
  app.useGlobalGuards(guard);
  app.useGlobalInterceptors(interceptor);
  app.useGlobalFilters(filter);
  // Connecting looks up the guards at once, so it must come after they are set.
  door?.app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  await begin(app);
  return { app, door };
}

/** Nest's `init()` of a microservice calls every hook twice (12.1.1): each feature would start two of its clocks. */
const begin = (app: Application): Promise<unknown> =>
  app instanceof NestMicroservice ? app.registerModules() : app.init();

/** Around the service's own module: its database and its context, for every feature to inject. */
function rootModule<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  context: ServiceContext<Settings>,
): DynamicModule {
  class Root {}
  class Platform {}
  const platform: DynamicModule = {
    module: Platform,
    global: true,
    imports: [TypeOrmModule.forRoot(connectionOptions(context.settings, definition.name, definition.migrations))],
    providers: [
      {
        provide: Database,
        useFactory: (source: DataSource) => new Database(source, definition.name),
        inject: [DataSource],
      },
      { provide: ServiceContext, useValue: context },
    ],
    exports: [Database, ServiceContext],
  };
  return { module: Root, imports: [platform, definition.module] };
}

const forgettingReplies = (database: Database, logger: Logger): Rounds =>
  new Rounds(database.source, logger, {
    name: 'forgetting kept answers',
    lockId: 7_217_010,
    everyMs: 10 * 60_000,
    work: () => forgetReplies(database),
  });

async function refuseUnsafe(database: Database): Promise<void> {
  const unsafe = await unsafeSettings(database.source);
  if (unsafe.length > 0) throw new Error(`PostgreSQL may lose acknowledged changes: turn on ${unsafe.join(', ')}`);
}

/** A service starts only on a schema that it knows; it waits for the migration job rather than failing in a loop. */
async function untilMigrated(database: Database, logger: Logger): Promise<void> {
  for (let told = false; ; told = true) {
    const missing = await missingMigrations(database.source);
    if (missing.length === 0) return;
    if (!told) logger.warn({ missing }, 'waits for migrations');
    await new Promise((resume) => setTimeout(resume, 1_000));
  }
}

function healthOf(
  service: string,
  connection: NatsConnection,
  database: Database,
  relay: Relay,
  server: OperationServer,
): Health {
  let migrated = false;
  return new Health(service, {
    alive: () => !connection.isClosed(),
    ready: async () => {
      migrated ||= await missingMigrations(database.source).then((missing) => missing.length === 0);
      const answers = await database.query('SELECT 1').then(
        () => true,
        () => false,
      );
      return { database: answers, nats: await isConnected(connection), migrations: migrated };
    },
    gauges: {
      passerelle_in_flight: { help: 'Calls being answered or waiting', value: () => server.inFlight },
      passerelle_relay_halted: {
        help: '1 when log and stream disagree and publishing stopped',
        value: () => (relay.halted === undefined ? 0 : 1),
      },
      passerelle_log_age_seconds: {
        help: 'Age of the oldest recorded fact that is not in its stream yet',
        value: () => relay.lagSeconds(),
      },
    },
  });
}

const listen = async (app: Application): Promise<void> => {
  if ('startAllMicroservices' in app) await app.startAllMicroservices();
  else await app.listen();
};

interface Parts {
  readonly app: Application;
  readonly door: Door | undefined;
  readonly server: OperationServer;
  readonly relay: Relay;
  readonly forgetting: Rounds;
  readonly announcer: Announcer;
  readonly health: Health;
  readonly connection: NatsConnection;
  readonly settings: ServiceSettings;
  readonly logger: Logger;
}

/** Order matters: be forgotten, answer what is in flight, publish what was recorded, and only then let go. */
async function shutDown({
  app,
  door,
  server,
  relay,
  forgetting,
  announcer,
  health,
  connection,
  settings,
  logger,
}: Parts): Promise<void> {
  health.leave();
  announcer.leave();
  await new Promise((resume) => setTimeout(resume, settings.LEAVE_MS));
  await door?.close();
  await server.drain(settings.DRAIN_MS);
  await relay.stop();
  await forgetting.stop();
  await app.get(Database).close();
  await app.close();
  await stopTracing().catch(() => undefined);
  await connection.close();
  await health.close();
  logger.info('stopped');
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
