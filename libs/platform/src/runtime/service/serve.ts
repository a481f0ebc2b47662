import {
  ConfigurationError,
  describeEnvironment,
  MigrationSettings,
  readEnvironment,
  type ServiceSettings,
} from '../../kernel/config/index.js';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { Database, migrate, ownerOptions } from '../../data/database/index.js';
import { createLogger, logWarnings } from '../../kernel/telemetry/index.js';
import { startService } from './running.js';
import type { OwnerJob, ServiceDefinition } from './definition.js';

/** An aborted start ends within this time. */
const mostStartMs = 5_000;

// `node main.js` serves, `node main.js migrate` is the migration job, `node main.js --print-config` lists the environment
// variables; any other argument names a job of the service's definition.

export async function serve<Settings extends ServiceSettings>(definition: ServiceDefinition<Settings>): Promise<void> {
  try {
    await run(definition, process.argv[2]);
  } catch (error) {
    const words =
      error instanceof ConfigurationError || !(error instanceof Error) ? String(error) : (error.stack ?? error.message);
    process.stderr.write(`${definition.name} cannot start. ${words}\n`);
    process.exit(1);
  }
}

async function run<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  argument: string | undefined,
): Promise<void> {
  if (argument === '--print-config') {
    process.stdout.write(`${describeEnvironment(definition.settings)}\n`);
    return;
  }
  if (argument === 'migrate') {
    const applied = await migrate(readEnvironment(MigrationSettings).DATABASE_OWNER_URL, definition.migrations);
    process.stdout.write(applied.length === 0 ? 'nothing to migrate\n' : `${applied.join('\n')}\n`);
    return;
  }
  if (argument !== undefined) return runJob(definition, argument);
  await live(definition, readEnvironment(definition.settings));
}

/** A signal shuts it down in order, whether it already serves or still waits for its dependencies. */
async function live<Settings extends ServiceSettings>(
  definition: ServiceDefinition<Settings>,
  settings: Settings,
): Promise<void> {
  const stop = new AbortController();
  const logger = createLogger(definition.name, settings.LOG_LEVEL);
  logWarnings(logger);
  let end = async (): Promise<void> => {
    stop.abort();
    // The start is awaited below; this timer is for a start that ignores the abort.
    await pause(mostStartMs);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void end().finally(() => process.exit(0)));
  try {
    const service = await startService(definition, settings, { stop: stop.signal, logger });
    if (stop.signal.aborted) await service.close();
    else end = () => service.close();
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    logger.info('stopped before it was ready');
  }
  if (stop.signal.aborted) process.exit(0);
}

async function runJob<Settings extends ServiceSettings>(
  { name: service, settings, jobs = {}, ownerJobs = {}, facts, migrations }: ServiceDefinition<Settings>,
  name: string,
): Promise<void> {
  const job: OwnerJob | undefined = ownerJobs[name] ?? jobs[name];
  const known = ['migrate', '--print-config', ...Object.keys(jobs), ...Object.keys(ownerJobs)];
  if (job === undefined) throw new ConfigurationError([`${name} is not one of ${known.join(', ')}`]);
  const url =
    name in ownerJobs ? readEnvironment(MigrationSettings).DATABASE_OWNER_URL : readEnvironment(settings).DATABASE_URL;
  const source = await new DataSource(ownerOptions(url, migrations)).initialize();
  try {
    await job(new Database(source, service), facts);
  } finally {
    await source.destroy();
  }
}
