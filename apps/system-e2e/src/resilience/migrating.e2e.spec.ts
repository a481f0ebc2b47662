import { join, resolve } from 'node:path';
import { isAlive, signal, startProcess, until, type Started } from '@passerelle/stack/processes';
import { freshFolder, shared } from '@passerelle/stack/test-run';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import pg from 'pg';
import { cooperationMigrations } from '../../../cooperation/src/migrations.js';

// A migration job that dies, or loses its connection, at any moment: a migration recorded as applied is applied as a
// whole, no other is, and the next job does the rest, which would fail after half of one. Runs the deployed program,
// killed as an operator or a machine would.

const folder = freshFolder('migrating');
const built = resolve(import.meta.dirname, '../../../cooperation/dist/main.js');
const limitMs = 60_000;

const job = ({ ownerUrl }: FreshDatabase): Promise<Started> =>
  startProcess({
    command: process.execPath,
    args: [built, 'migrate'],
    log: join(folder, 'migrate.log'),
    env: { PATH: process.env.PATH, DATABASE_OWNER_URL: ownerUrl },
  });

async function finished(started: Started): Promise<number | null> {
  if (!(await until(() => !isAlive(started), limitMs))) throw new Error('the migration job does not end');
  return (await started.ended).code;
}

let database: FreshDatabase;
let owner: pg.Client;
let admin: pg.Client;

async function open(): Promise<void> {
  database = await freshDatabase('cooperation');
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
}

async function close(): Promise<void> {
  await owner.end();
  await database.drop();
}

async function another(): Promise<void> {
  await close();
  await open();
}

beforeEach(open);
afterEach(close);
beforeAll(async () => {
  admin = new pg.Client({ connectionString: shared('postgres') });
  await admin.connect();
});
afterAll(() => admin?.end());

/**
 * Everything that migrations create, in a fixed order: columns, indexes, constraints, functions, triggers, policies.
 */
const schema = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '')
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
              FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT proname || ' ' || prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT tablename || ' ' || policyname || coalesce(qual, '') FROM pg_policies
  ORDER BY 1`;

async function rowsOf(sql: string): Promise<string[]> {
  const { rows } = await owner.query<{ found: string }>(`SELECT found FROM (${sql}) AS all_of (found)`);
  return rows.map(({ found }) => found);
}

/** In the order in which they ran; empty without the migrations table. */
const applied = async (): Promise<string[]> => {
  const { rows } = await owner.query<{ there: boolean }>(`SELECT to_regclass('migrations') IS NOT NULL AS there`);
  return rows[0]?.there === true ? rowsOf('SELECT name FROM migrations ORDER BY id') : [];
};

const backends = `SELECT pid FROM pg_stat_activity WHERE datname = $1 AND pid <> $2 AND backend_type = 'client backend'`;

async function backendsOfJob(): Promise<number[]> {
  const { rows } = await owner.query<{ own: number; name: string }>(
    'SELECT pg_backend_pid() AS own, current_database() AS name',
  );
  const found = await admin.query<{ pid: number }>(backends, [rows[0]?.name, rows[0]?.own]);
  return found.rows.map(({ pid }) => pid);
}

const ends = {
  'the job is killed': (started: Started) => Promise.resolve(signal(started, 'SIGKILL')),
  'the database closes its connection': async () => {
    for (const pid of await backendsOfJob()) await admin.query('SELECT pg_terminate_backend($1)', [pid]);
  },
};

it('leaves whole migrations only, whenever it dies, and the next job does the rest', async () => {
  expect(await finished(await job(database))).toBe(0);
  const whole = await rowsOf(schema);
  const all = await applied();
  expect([all.length, whole.length > 500]).toEqual([cooperationMigrations.length, true]);

  for (const [end, kill] of Object.entries(ends)) {
    await another();
    const started = await job(database);
    await until(async () => (await applied()).length > 0 || !isAlive(started), limitMs, 2);
    await kill(started);
    await finished(started);
    await until(async () => (await backendsOfJob()).length === 0, limitMs);
    const done = await applied();
    expect({ end, done }).toEqual({ end, done: all.slice(0, done.length) });
    expect(done.length).toBeLessThan(all.length);
    expect(await finished(await job(database))).toBe(0);
    expect(await rowsOf(schema)).toEqual(whole);
  }
}, 300_000);

it('takes over from a job that died while others waited', async () => {
  const first = await job(database);
  await until(async () => (await backendsOfJob()).length > 0, limitMs, 2);
  const others = [await job(database), await job(database)];
  signal(first, 'SIGKILL');
  expect(await Promise.all(others.map(finished))).toEqual([0, 0]);
  expect((await rowsOf(schema)).length).toBeGreaterThan(500);
}, 120_000);
