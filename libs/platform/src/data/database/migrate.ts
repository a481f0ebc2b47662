import { DataSource } from 'typeorm';
import { advisoryLocks } from './advisory-locks.js';
import { ownerOptions, type Migrations } from './connection.js';

// Any number of migration jobs may start at once: one gets the lock, the others wait and then find nothing to do.

/** Applies pending migrations as the owner of the schema; returns their names. */
export async function migrate(ownerUrl: string, migrations: Migrations): Promise<string[]> {
  const source = await new DataSource(ownerOptions(ownerUrl, migrations)).initialize();
  try {
    const holder = source.createQueryRunner();
    await holder.query(`SET lock_timeout = '60s'`);
    await holder.query('SELECT pg_advisory_lock($1)', [advisoryLocks.migrations]);
    try {
      return (await source.runMigrations()).map((migration) => migration.name);
    } finally {
      await holder.query('SELECT pg_advisory_unlock($1)', [advisoryLocks.migrations]);
      await holder.release();
    }
  } finally {
    await source.destroy();
  }
}

/** Names of migrations that this build needs and the database lacks. */
export async function missingMigrations(source: DataSource): Promise<string[]> {
  const [found] = await source.query<{ found: boolean }[]>(`SELECT to_regclass('migrations') IS NOT NULL AS found`);
  const applied = found?.found === true ? await source.query<{ name: string }[]>('SELECT name FROM migrations') : [];
  const names = new Set(applied.map((row) => row.name));
  return source.migrations
    .map((migration) => migration.name ?? migration.constructor.name)
    .filter((name) => !names.has(name));
}

/** PostgreSQL settings under which an acknowledged change can be lost. */
export async function unsafeSettings(source: DataSource): Promise<string[]> {
  const rows = await source.query<{ name: string }[]>(
    `SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off'`,
  );
  return rows.map((row) => row.name);
}
