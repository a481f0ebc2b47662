import { setTimeout as pause } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { Announcer, describeService } from '../announcements/index.js';
import { forgetReplies } from '../../data/request-transaction/index.js';
import type { ServiceSettings } from '../../kernel/config/index.js';
import { Database, unsafeSettings } from '../../data/database/index.js';
import { checkFacts, openProducts, productsOf, type Product, type Publisher } from '../../events/facts/index.js';
import { OutboxRelay, PendingWatch } from '../../events/outbox/index.js';
import { CallerTokenVerifier } from '../../access/identity/index.js';
import { bindOperations, OperationServer } from '../operations/index.js';
import { Leader, Worker } from '../../data/workers/index.js';
import { createLogger, startTracing, stopTracing, type Logger } from '../../kernel/telemetry/index.js';
import { beginApp, buildApp, listen } from './app.js';
import { ServiceContext, type Application, type Door, type ServiceDefinition } from './definition.js';
import { Health, type Gauges } from './health.js';
import { inboxOf, Dependencies } from '../dependencies/index.js';
import { endInOrder, type Step } from './stopping.js';

// The lifecycle of a service: open the health port, wait for the dependencies, check, answer, announce; the shutdown runs in
// reverse order, so that no accepted request is dropped.

export interface RunningService {
  readonly app: Application;
  readonly healthPort: number;
  readonly relay: OutboxRelay;
  readonly database: Database;
  readonly context: ServiceContext;
  close(): Promise<void>;
}

/** What the process passes to a service that it starts. */
export interface Surroundings {
  /** Aborts a start that waits for its dependencies. */
  readonly stop?: AbortSignal;
  readonly logger?: Logger;
}

const version = '0.1.0';
/** Time after the calls in flight for the last facts of relay and consumers, and for one unit of work of everything else. */
const lastWordsMs = 5_000;
/** An aborted start has answered and published nothing. */
const brokenOffMs = 3_000;

type Operations = ReturnType<typeof bindOperations>;

interface Start<Settings extends ServiceSettings> {
  readonly definition: ServiceDefinition<Settings>;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly operations: Operations;
  readonly dependencies: Dependencies;
  readonly health: Health;
  readonly healthPort: number;
  readonly stop: AbortSignal;
  readonly departure: AbortController;
  /** The open parts, in the order in which they must end. */
  readonly open: Step[];
}

export async function startService<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  settings: Settings,
  {
    stop = new AbortController().signal,
    logger = createLogger(definition.name, settings.LOG_LEVEL),
  }: Surroundings = {},
): Promise<RunningService> {
  await startTracing(definition.name, settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  const operations = bindOperations(definition.name, definition.module, definition.policy);
  checkFacts(definition.facts);
  const dependencies = new Dependencies(definition.name, settings, logger, stop);
  const health = new Health(definition.name, { alive: () => dependencies.alive, ready: () => dependencies.look() });
  const healthPort = await health.listen(settings.HEALTH_PORT, settings.BIND_ADDRESS);
  const open: Step[] = [
    ['needs', () => dependencies.close()],
    ['traces', () => stopTracing().catch(() => undefined)],
    ['health', () => health.close()],
  ];
  try {
    const departure = new AbortController();
    const known = { definition, settings, logger, operations, dependencies, health, healthPort };
    return await enter({ ...known, stop, departure, open });
  } catch (error) {
    await endInOrder(open, brokenOffMs, logger);
    throw error;
  }
}

async function enter<Settings extends ServiceSettings>(start: Start<Settings>): Promise<RunningService> {
  const { definition, settings, logger, operations, dependencies, health, healthPort, stop, open } = start;
  const connection = await dependencies.reached();
  open.unshift(['connection to NATS', () => connection.close()]);
  const context = contextOf(start, connection);
  const { app, door } = await buildApp(definition, context, (options) => dependencies.open(options));
  const database = app.get(Database);
  open.unshift(['lists', () => database.close()], ['features', () => app.close()]);
  await refuseUnsafe(database);
  await dependencies.migrations.until(stop);
  await beginApp(app);
  const products = productsOf(definition.facts, settings.HOME_PARTY);
  const publisher = publisherOf(definition.name, settings);
  const leader = new Leader(database.source, 'outboxRelay');
  const relayOf = (product: Product) => new OutboxRelay(database, connection, publisher, logger, product, leader);
  const relay = relayOf('internal');
  const byProduct = new Map([['internal', relay] as const, ...products.map((each) => [each, relayOf(each)] as const)]);
  const relays = [...byProduct.values()];
  const watch = new PendingWatch(database, connection, definition.name, byProduct);
  health.measure(gaugesOf(context, relays));
  const workers = [forgettingReplies(database, logger), openingProducts(start, database, products)];
  for (const each of [...relays, watch, ...workers]) each.start();
  for (const each of workers) each.wake();
  open.unshift(
    ['relays', () => all([watch, ...relays].map((each) => each.stop()))],
    ['workers', () => all(workers.map((each) => each.stop()))],
  );
  await listen(app);
  const announcer = announcerOf(start, connection, products);
  announcer.start();
  open.unshift(['announcements', () => announcer.leave()]);
  await door?.open();
  dependencies.watch();
  health.enter();
  logger.info({ healthPort, operations: operations.length, facts: definition.facts.length }, 'ready');
  open.unshift(...leaving(start, context, door, announcer));
  const close = once(async () => {
    await endInOrder(open, settings.LEAVE_MS + settings.DRAIN_MS + lastWordsMs, logger);
    logger.info('stopped');
  });
  return { app, healthPort, relay, database, context, close };
}

/** Order matters: deregister, answer the calls in flight, publish the recorded facts, and only then disconnect. */
function leaving<Settings extends ServiceSettings>(
  { settings, health, dependencies, departure }: Start<Settings>,
  { server }: ServiceContext<Settings>,
  door: Door | undefined,
  announcer: Announcer,
): Step[] {
  const { LEAVE_MS, DRAIN_MS } = settings;
  let drainedBy = Infinity;
  const leave = async (): Promise<void> => {
    dependencies.quieten();
    health.leave();
    announcer.leave();
    await pause(LEAVE_MS);
    departure.abort();
    drainedBy = Date.now() + DRAIN_MS;
  };
  return [
    ['leaving', leave],
    ['door', () => door?.close()],
    ['calls in flight', () => server.drain(Math.max(0, drainedBy - Date.now()))],
  ];
}

const publisherOf = (service: string, settings: ServiceSettings): Publisher => ({
  service,
  organisation: settings.ORGANISATION,
  typePrefix: settings.TYPE_PREFIX,
  inboxPrefix: inboxOf(settings),
});

function announcerOf<Settings extends ServiceSettings>(
  { definition, settings, operations }: Start<Settings>,
  connection: NatsConnection,
  products: readonly Product[],
): Announcer {
  const { name: service, facts, codeLists } = definition;
  const described = { service, version, typePrefix: settings.TYPE_PREFIX, operations, facts, codeLists, products };
  return new Announcer(connection, describeService(described));
}

function contextOf<Settings extends ServiceSettings>(
  { definition, settings, operations, logger, health, departure }: Start<Settings>,
  connection: NatsConnection,
): ServiceContext<Settings> {
  const { name, referencePrefix, sentences } = definition;
  const server = new OperationServer({
    service: name,
    connection,
    operations,
    verifier: new CallerTokenVerifier(settings.CALLER_KEYS, name),
    home: settings.HOME_PARTY,
    publicUrl: settings.PUBLIC_URL,
    cursorKey: settings.CURSOR_KEY,
    sentences,
    logger,
    inFlight: settings.IN_FLIGHT,
    queue: settings.QUEUE,
  });
  const measure = (gauges: Gauges): void => health.measure(gauges);
  const { consumes } = definition;
  const { signal } = departure;
  // prettier-ignore
  return new ServiceContext(name, referencePrefix, version, settings, connection, server, logger, measure, consumes, signal);
}

const all = async (works: readonly Promise<unknown>[]): Promise<void> => void (await Promise.all(works));

/** Once they are open it has nothing to do. */
const openingProducts = <Settings extends ServiceSettings>(
  { definition, logger }: Start<Settings>,
  database: Database,
  products: readonly Product[],
): Worker =>
  new Worker(
    {
      name: 'opening data products',
      everyMs: 10_000,
      lock: { source: database.source, name: 'dataProducts' },
      run: (stop) => openProducts(database, definition.facts, products, stop),
    },
    logger,
  );

const forgettingReplies = (database: Database, logger: Logger): Worker =>
  new Worker(
    {
      name: 'forgetting kept answers',
      everyMs: 10 * 60_000,
      lock: { source: database.source, name: 'keptAnswers' },
      run: (stop) => forgetReplies(database, stop),
    },
    logger,
  );

async function refuseUnsafe(database: Database): Promise<void> {
  const unsafe = await unsafeSettings(database.source);
  if (unsafe.length > 0) throw new Error(`PostgreSQL may lose acknowledged changes: turn on ${unsafe.join(', ')}`);
}

const gaugesOf = ({ server }: Pick<ServiceContext, 'server'>, relays: readonly OutboxRelay[]): Gauges => ({
  passerelle_in_flight: { help: 'Calls being answered or waiting', value: () => server.inFlight },
  passerelle_relay_halted: {
    help: '1 when log and stream disagree and publishing stopped',
    value: () => (relays.every(({ halted }) => halted === undefined) ? 0 : 1),
  },
  passerelle_log_age_seconds: {
    help: 'Age of the oldest recorded fact that is not in its stream yet',
    value: async () => Math.max(...(await Promise.all(relays.map((relay) => relay.lagSeconds())))),
  },
});

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
