import { DataSource, type QueryRunner } from 'typeorm';
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

/**
 * For migrations: when each record changed, and an index in that order. The default serves what instances of the previous release
 * insert during an upgrade; what they update keeps its time.
 */
export async function addChangedAt(runner: QueryRunner, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    // In two steps: a default that differs from row to row would rewrite the table under a lock.
    await runner.query(`ALTER TABLE ${table} ADD COLUMN changed_at timestamptz(3) NOT NULL DEFAULT now()`);
    await runner.query(`ALTER TABLE ${table} ALTER COLUMN changed_at SET DEFAULT clock_timestamp()`);
    await runner.query(`CREATE INDEX ${table}_changed_at ON ${table} (changed_at, id)`);
  }
}

const codes = ['objective', 'level'];
const codeLists = ['departments', 'themes'];

/** For migrations: indexes for the filters that every list has, on each of the tables that has their columns. */
export async function addFilterIndexes(runner: QueryRunner, tables: readonly string[]): Promise<void> {
  for (const { table, column } of await filterColumns(runner, tables))
    await runner.query(
      `CREATE INDEX ${table}_filter_${column} ON ${table} ` +
        (codes.includes(column) ? `(${column}, id)` : `USING gin (${column})`),
    );
}

export async function dropFilterIndexes(runner: QueryRunner, tables: readonly string[]): Promise<void> {
  for (const { table, column } of await filterColumns(runner, tables))
    await runner.query(`DROP INDEX ${table}_filter_${column}`);
}

const filterColumns = (runner: QueryRunner, tables: readonly string[]): Promise<{ table: string; column: string }[]> =>
  runner.query(
    `SELECT table_name AS table, column_name AS column FROM information_schema.columns
      WHERE table_schema = current_schema() AND table_name = ANY($1) AND column_name = ANY($2) ORDER BY 1, 2`,
    [tables, [...codes, ...codeLists]],
  );

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
