import { systemActor } from '@passerelle/platform/data/request-transaction';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, type By } from '@passerelle/platform/data/database';
import { readPage } from '@passerelle/testing/listing';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { indexesOnly, type Judged } from '@passerelle/testing/scans';
import { migratedDatabase } from '@passerelle/testing/start-app';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { cooperation } from '../cooperation.js';
import { dataSharings } from './data-sharings/data-sharing.schema.js';
import { jointProgrammes } from './programmes/joint-programme.schema.js';
import { workSites } from './programmes/work-site.schema.js';
import { jointStudies } from './studies/joint-study.schema.js';

// Every filter and every sort order of a list is served by an index in PostgreSQL.

const programme = '01930000-0000-7000-8000-000000000001';

const head = 'id, ref, version, title, parties, classification, level, objective, source, searched, status';
/** `$1` are the states, evenly distributed. */
const values = `CASE n WHEN 1 THEN '${programme}'::uuid ELSE gen_random_uuid() END, 'CO-2026-' || n + 100000, 1,
  '{"fr": "Titre", "nl": "Titel"}'::jsonb, CASE n % 50 WHEN 0 THEN '{BE-BRU,X-BE-DG}'::text[] ELSE '{BE-BRU,BE-VLG}'::text[] END,
  'internal', 'belgium', 'O1', 'A test', to_tsvector('simple', 'number' || n), ($1::text[])[1 + n % cardinality($1::text[])]`;
const day = `CASE n % 3 WHEN 0 THEN NULL ELSE '2000-01-01'::date + (n % 9000) END`;
const rows = `FROM generate_series(1, $2::int) AS n`;

const inserts: Record<string, string> = {
  joint_study: `INSERT INTO joint_study (${head}, departments, partners, shares, agreed_by, work_plan, deliverables, planned_end_on, published_on)
    SELECT ${values}, '{}', '[]', '[]', '[]', '[]', '[]', ${day}, ${day} ${rows}`,
  joint_programme: `INSERT INTO joint_programme (${head}, departments, partners, editions, started_on)
    SELECT ${values}, '{}', '[]', '[]', ${day} ${rows}`,
  work_site: `INSERT INTO work_site (${head}, support_recorded, joint_programme_id, opened_on)
    SELECT ${values}, '[]', '${programme}', ${day} ${rows}`,
  data_sharing: `INSERT INTO data_sharing (${head}, departments, provider, receiver, dataset, licence, refresh,
      monitored_from, deliveries, expected_since, next_due_on, last_delivered_on)
    SELECT ${values}, '{}', 'BE-VLG', 'BE-BRU', '{}', 'cc0', 'annual', '2025-01-01', 0, '2025-01-01', ${day}, ${day} ${rows}`,
};

interface List {
  readonly table: string;
  readonly states: readonly string[];
  readonly query: { parse(query: object): object; readonly shape: object };
  readonly read: (db: Database, by: By, query: object) => Promise<Page>;
  /** A value for each filter; ranges of days are narrow. */
  readonly filters: Readonly<Record<string, unknown>>;
}

const of = (name: string) => ({ [`${name}From`]: '2020-01-01', [`${name}To`]: '2000-01-05' });
const common = {
  ref: ['CO-2026-150000'],
  q: 'number77',
  level: ['belgium'],
  objective: ['O4'],
  changedSince: new Date().toISOString(),
};
const department = ['housingReferent'];

const lists: readonly List[] = [
  {
    table: 'joint_study',
    states: ['proposed', 'running', 'published', 'closed'],
    query: jointStudies.query,
    read: (db, by, query) => jointStudies.read(db, { ...by, query: jointStudies.query.parse(query) }),
    filters: {
      ...common,
      department,
      status: ['running'],
      party: ['X-BE-DG'],
      ...of('plannedEndOn'),
      ...of('publishedOn'),
    },
  },
  {
    table: 'joint_programme',
    states: ['running', 'ended'],
    query: jointProgrammes.query,
    read: (db, by, query) => jointProgrammes.read(db, { ...by, query: jointProgrammes.query.parse(query) }),
    filters: { ...common, department, status: ['ended'], party: ['X-BE-DG'], ...of('startedOn') },
  },
  {
    table: 'work_site',
    states: ['proposed', 'open', 'closed'],
    query: workSites.query,
    read: (db, by, query) => workSites.read(db, { ...by, query: workSites.query.parse(query) }),
    filters: { ...common, status: ['open'], jointProgrammeId: [programme], ...of('openedOn') },
  },
  {
    table: 'data_sharing',
    states: ['active', 'ended'],
    query: dataSharings.query,
    read: (db, by, query) => dataSharings.read(db, { ...by, query: dataSharings.query.parse(query) }),
    filters: {
      ...common,
      department,
      status: ['active'],
      provider: ['BE-VLG'],
      receiver: ['BE-BRU'],
      licence: ['odbl10'],
      refresh: ['daily'],
      ...of('nextDueOn'),
    },
  },
];

/** The query plan of the one statement that reads a list. */
async function plan(source: DataSource, { read }: List, query: object): Promise<string> {
  const asked: { sql: string; values: readonly unknown[] }[] = [];
  const spy = Object.assign(new Database(source, 'cooperation'), {
    list: (_: unknown, sql: string, given: readonly unknown[]) => {
      asked.push({ sql, values: given });
      return Promise.resolve([]);
    },
  });
  await readPage(read(spy, systemActor('test'), query));
  const [{ sql, values: given } = { sql: '', values: [] }] = asked;
  const steps: Record<string, string>[] = await source.query(`EXPLAIN ${sql}`, [...given]);
  return steps.map((step) => step['QUERY PLAN']).join('\n');
}

const paging = ['pageSize', 'after', 'total', 'sort', 'select', 'embed'];
const sortsOf = ({ query }: List): string[] => {
  const { sort } = query.shape as { sort: { unwrap(): { options: string[] } } };
  return sort.unwrap().options;
};

export function judgeJointLists({ many, byCost }: Judged): void {
  let source: DataSource;

  beforeAll(async () => {
    const data = await migratedDatabase(cooperation);
    const owner = new pg.Client({ connectionString: data.ownerUrl });
    await owner.connect();
    // The search column is filled in here: its trigger would take minutes.
    for (const { table } of lists) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    if (!byCost) await indexesOnly(data.ownerUrl);
    source = await new DataSource({ type: 'postgres', url: data.appUrl }).initialize();
    for (const { table, states } of lists) {
      await source.query(inserts[table] ?? '', [states, many]);
      await owner.query(`VACUUM ANALYZE ${table}`);
    }
    await owner.end();
  }, longTestLimitMs);

  afterAll(() => source?.destroy());

  it.each(lists)(
    'narrows and sorts $table by an index, for any query',
    async (list) => {
      expect(
        Object.keys(list.query.shape)
          .filter((name) => !paging.includes(name))
          .sort(),
      ).toEqual(Object.keys(list.filters).sort());
      const narrowed = Object.entries(list.filters).map(([name, value]) => ({ [name]: value }));
      const sorted = sortsOf(list).map((sort) => ({ sort }));
      expect(sorted.length).toBeGreaterThan(1);
      for (const query of [...narrowed, ...sorted]) {
        const steps = await plan(source, list, query);
        expect([query, /Index/.test(steps), /Seq Scan on \w+ record/.test(steps)]).toEqual([query, true, false]);
        // An incremental sort by id within one text or day is not a sort of the whole list.
        if ('sort' in query) expect([query, /(^|-> +)Sort {2}\(/m.test(steps)]).toEqual([query, false]);
      }
    },
    longTestLimitMs,
  );
}
