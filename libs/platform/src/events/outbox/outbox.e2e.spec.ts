import { migratedDatabase } from '@passerelle/testing/start-app';
import { notes } from '@passerelle/testing/notes';
import type { FreshDatabase } from '@passerelle/testing/database';
import { until } from '@passerelle/testing/until';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Database } from '../../data/database/index.js';
import { followingRun, logState, nextRun, numbering } from './outbox.js';

// Measures the rows that PostgreSQL reads, with every kind of statistics and plan; never the time.

const run = 100;
/** Each row of a run is found, numbered, looked up by its key and returned; a linear plan needs no more. */
const most = 20 * run;

let data: FreshDatabase;
let client: pg.Client;

beforeEach(async () => {
  data = await migratedDatabase(notes);
  client = new pg.Client({ connectionString: data.ownerUrl });
  await client.connect();
  await client.query('SET random_page_cost = 1.1');
}, 60_000);

afterEach(async () => {
  await client?.end();
  await data?.drop();
}, 60_000);

const facts = (columns: string, first: string, count: number) =>
  client.query(
    `INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data${columns})
     SELECT 'internal', gen_random_uuid(), n::text, 1, 'notes.written', '1.0', '{}', repeat('x', 400)${first}
       FROM generate_series(1, ${count}) AS n`,
  );

async function published(count: number): Promise<void> {
  await facts(', pub_seq, recorded_at', ', n, now()', count);
  await client.query('UPDATE event_product SET assigned = $1', [count]);
}

const pending = (count: number) => facts('', '', count);
const analyze = () => client.query('ANALYZE event_log');

interface Plan {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Join Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** How many rows a plan reads, including those that it filters out. */
function touched(plan: Plan): number {
  const each = plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Join Filter'] ?? 0);
  return (plan.Plans ?? []).reduce((sum, part) => sum + touched(part), each * plan['Actual Loops']);
}

/** Rows that a statement reads; its changes are rolled back. */
async function rowsOf(statement: string): Promise<number> {
  await client.query('BEGIN');
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement}`,
  );
  await client.query('ROLLBACK');
  const [plan] = rows[0]?.['QUERY PLAN'] ?? [];
  if (plan === undefined) throw new Error('PostgreSQL gave no plan');
  return touched(plan.Plan);
}

/** The rows that each statement of the relay reads. Only the state is prepared: numbering is planned each time, for its own rows. */
async function prepare(mode: string): Promise<() => Promise<{ numbering: number; logState: number }>> {
  await client.query(`SET plan_cache_mode = ${mode}`);
  await client.query(`PREPARE logState AS ${logState('internal')}`);
  return async () => ({
    numbering: await rowsOf(numbering('internal', Number.MAX_SAFE_INTEGER, run)),
    logState: await rowsOf('EXECUTE logState'),
  });
}

function expectFew({ numbering, logState }: { numbering: number; logState: number }): void {
  expect(numbering).toBeLessThan(most);
  expect(logState).toBeLessThan(10);
}

const statistics: Record<string, () => Promise<unknown>> = {
  'from when nothing was pending': async () => {
    await published(5_000);
    await analyze();
    await pending(2_000);
  },
  'from when all was pending': async () => {
    await pending(5_000);
    await analyze();
  },
  'from when the log was empty': async () => {
    await analyze();
    await pending(5_000);
  },
  'that were never made': () => pending(5_000),
};

async function number(last: number): Promise<void> {
  const numbers = 'SET pub_seq = position, recorded_at = now() WHERE pub_seq IS NULL AND position <= $1';
  await client.query(`UPDATE event_log ${numbers}`, [last]);
  await client.query('UPDATE event_product SET assigned = $1', [last]);
}

describe.each(['force_custom_plan', 'force_generic_plan'])('with %s', (mode) => {
  it.each(Object.entries(statistics))('looks only at rows without a number, by statistics %s', async (_, fill) => {
    await fill();
    const rows = await prepare(mode);
    expectFew(await rows());
  });

  it('looks only at rows without a number through a burst, by the plan of its beginning', async () => {
    await pending(5_000);
    await analyze();
    const rows = await prepare(mode);
    expectFew(await rows());
    await number(4_000);
    expectFew(await rows());
    await number(5_000);
    expectFew(await rows());
  });
});

describe('the next run', () => {
  let source: DataSource;
  let database: Database;

  beforeEach(async () => {
    source = await new DataSource({ type: 'postgres', url: data.appUrl }).initialize();
    database = new Database(source, 'networks');
    await pending(5);
  });

  afterEach(() => source?.destroy());

  const numbersOf = async (after: number, most = 10) =>
    (await nextRun(database, 'internal', after, most)).map((row) => Number(row.pub_seq));

  it('contains newly numbered facts, and afterwards the same facts as already numbered', async () => {
    expect(await numbersOf(0, 3)).toEqual([1, 2, 3]);
    expect(await numbersOf(0)).toEqual([1, 2, 3]);
    expect(await numbersOf(2)).toEqual([3]);
    expect(await numbersOf(3)).toEqual([4, 5]);
    expect(await numbersOf(5)).toEqual([]);
  });

  it('follows a full run in the same way, and numbers nothing before the log was read to its end', async () => {
    const following = async (after: number, most: number) =>
      (await followingRun(database, 'internal', after, most)).map((row) => Number(row.pub_seq));
    expect(await following(0, 3)).toEqual([1, 2, 3]);
    expect(await following(1, 3)).toEqual([2, 3]);
    expect(await numbersOf(2)).toEqual([3]);
    expect(await following(3, 3)).toEqual([4, 5]);
    expect(await following(5, 3)).toEqual([]);
  });

  it('has no gap when another instance numbers at the same time', async () => {
    await client.query('BEGIN');
    await client.query('SELECT 1 FROM event_product FOR UPDATE');
    const run = numbersOf(0);
    await until('it waits for the lock', async () => {
      const waiting = 'SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid';
      return (await client.query(waiting)).rowCount === 1;
    });
    await number(3);
    await client.query('COMMIT');
    expect(await run).toEqual([1, 2, 3]);
    expect(await numbersOf(3)).toEqual([4, 5]);
  });
});
