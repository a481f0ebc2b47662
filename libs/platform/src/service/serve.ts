import { verifyTrail } from '../audit/verify.js';
import {
  ConfigurationError,
  describeEnvironment,
  MigrationSettings,
  readEnvironment,
  type ServiceSettings,
} from '../config/index.js';
import { DataSource } from 'typeorm';
import { Database, migrate, ownerOptions } from '../database/index.js';
import { startService } from './running.js';
import type { ServiceDefinition } from './definition.js';

// `node main.js` serves, `node main.js migrate` is the migration job, `node main.js audit-verify` tells whether the audit
// trail is what was written, `node main.js --print-config` what the service needs; any other argument names a job of its own.

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
  const settings = readEnvironment(definition.settings);
  if (argument !== undefined) return runJob(definition, argument, settings);
  const service = await startService(definition, settings);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => void service.close().finally(() => process.exit(0)));
  }
}

async function runJob<Settings extends ServiceSettings>(
  { name: service, jobs = {}, migrations }: ServiceDefinition<Settings>,
  name: string,
  settings: Settings,
): Promise<void> {
  const job = name === 'audit-verify' ? tellVerdict : jobs[name];
  const known = ['migrate', 'audit-verify', '--print-config', ...Object.keys(jobs)];
  if (job === undefined) throw new ConfigurationError([`${name} is not one of ${known.join(', ')}`]);
  const source = await new DataSource(ownerOptions(settings.DATABASE_URL, migrations)).initialize();
  try {
    await job(new Database(source, service));
  } finally {
    await source.destroy();
  }
}

/** One line of JSON; a trail that is not intact ends the job with 1. */
async function tellVerdict(database: Database): Promise<void> {
  const verdict = await verifyTrail(database);
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  if (!verdict.intact) process.exitCode = 1;
}
