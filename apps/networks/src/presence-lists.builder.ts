import { Database, type By } from '@passerelle/platform/data/database';
import type { Page } from '@passerelle/platform/data/lists';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { readPage } from '@passerelle/testing/listing';
import { indexesOnly, type Judged } from '@passerelle/testing/scans';
import { onOwnStage, type Stage } from '@passerelle/testing/stage';
import pg from 'pg';
import type { z } from 'zod';
import { activityExample, membershipExample, networkExample } from './examples.js';
import { membershipYearExample } from './membership-years/membership-year.example.js';
import { membershipYears } from './membership-years/membership-year.schema.js';
import { networks } from './networks.js';
import { practiceExample } from './practices/practice.example.js';
import { practices } from './practices/practice.schema.js';
import { visibilityExample } from './visibility/visibility.example.js';
import { visibility } from './visibility/visibility.schema.js';
import { visitExample } from './visits/visit.example.js';
import { visits } from './visits/visit.schema.js';

// Every filter and every sort order of what shows the presence of Brussels uses an index in PostgreSQL. A kind of record is one entry
// of `kinds`: one record that the service makes, what differs in its copies, its list, and a value for each filter of that list.

type Value = () => unknown;

interface Kind {
  readonly one: (stage: Stage) => Promise<string>;
  /** Of how many copies there is one of this kind: those that others name are few. */
  readonly each: number;
  /** The table of an earlier entry, of which each copy has one as `parent`. */
  readonly parent?: string;
  /** Names and values in SQL, over `n` and `parent`. */
  readonly values: string;
  /** Absent for records that are here only because others name them. */
  readonly list?: List;
  readonly filters?: Readonly<Record<string, Value>>;
}

interface List {
  readonly query: z.ZodObject;
  read(db: Database, call: By & { readonly query: never }): Promise<Page>;
}

async function call({ client }: Stage, subject: string, options: object): Promise<string> {
  const { status, body } = await client.call(`rpc.networks.${subject}`, options);
  if (status > 201) throw new Error(`${subject}: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

const oneOf = (...values: string[]): string => `(ARRAY['${values.join("','")}'])[1 + n % ${values.length}]`;
const listOf = (...values: string[]): string => `jsonb_build_array(${oneOf(...values)})`;
const day = `(date '1980-01-01' + n % 17000)::text`;
// Without regard to the other fields: records of one department that all lack the value would be found last. Fields that are filtered
// and sorted together lack theirs for another `of`.
const some = (value: string, of = 7): string => `CASE n % ${of} WHEN 0 THEN NULL ELSE ${value} END`;
const own = `'id', gen_random_uuid(), 'ref', 'NW-2001-' || (n + 10000)`;
const cut = `'departments', ${listOf('bisa', 'generalDirectorate', 'territorialStrategy')}, 'themes', ${listOf('cities', 'mobility', 'statistics')}`;
const elsewhere = (number: number | string): string => `'01930000-0000-7000-8000-' || lpad((${number})::text, 12, '0')`;
const far = '01930000-0000-7000-8000-000000004711';

const ids: Record<string, string> = {};

const within = (name: string): Readonly<Record<string, Value>> => ({
  [`${name}From`]: () => '2026-07-01',
  [`${name}To`]: () => '1980-01-09',
});

const ofEvery: Readonly<Record<string, Value>> = {
  ref: () => ['NW-2001-10777'],
  level: () => ['europe'],
  department: () => ['bisa'],
  changedSince: () => new Date().toISOString(),
};

/** What the strategy is cut by: one code that every record has, and one that none has. */
const common: Readonly<Record<string, Value>> = {
  ...ofEvery,
  objective: () => ['O4'],
  theme: () => ['mobility'],
  q: () => 'Budapest',
};

const membershipOf2018 = { ...membershipExample, status: 'active', since: '2018-01-01' };

const kinds: Readonly<Record<string, Kind>> = {
  activity: {
    one: (stage) => call(stage, 'activities.record', { body: activityExample }),
    ...{ each: 100, values: own },
  },
  visit: {
    one: (stage) => call(stage, 'visits.plan', { body: visitExample }),
    ...{ each: 1, parent: 'activity', list: visits },
    values: `${own}, ${cut}, 'activity_id', ${some('parent.id::text')}, 'project_id', ${some(elsewhere('n % 5000'))},
      'body_meeting_id', ${some(elsewhere('n % 5000'))}, 'direction', ${oneOf('outgoing', 'incoming')},
      'status', ${oneOf('planned', 'authorised', 'made', 'reported', 'cancelled')}, 'starts_on', ${day}, 'ends_on', ${day},
      'report_due_on', ${some(day)}, 'reported_on', ${some(day)}, 'countries', ${listOf('FR', 'NL', 'DE', 'HU')}`,
    filters: {
      ...common,
      ...{ status: () => ['reported'], direction: () => ['incoming'], country: () => ['HU'] },
      ...{ networkId: () => [far], activityId: () => [ids['activity']], projectId: () => [far] },
      ...{ bodyMeetingId: () => [far], regionalPartner: () => ['hub'] },
      ...{ ...within('startsOn'), ...within('endsOn'), ...within('reportDueOn'), ...within('reportedOn') },
    },
  },
  visibility_item: {
    one: (stage) => call(stage, 'visibility.record', { body: visibilityExample }),
    ...{ each: 1, parent: 'activity', list: visibility },
    values: `${own}, ${cut}, 'shown_on', ${day}, 'kind', ${oneOf('talk', 'article', 'media', 'citation', 'award')},
      'project_ids', jsonb_build_array(${elsewhere('n % 5000')}), 'plan_ids', jsonb_build_array(${elsewhere('n % 300')}),
      'activity_id', ${some('parent.id::text')}, 'languages', ${listOf('fr', 'nl', 'en', 'pl')},
      'citing_country', ${some(oneOf('FR', 'NL', 'DE', 'HU', 'ES'))}`,
    filters: {
      ...common,
      ...{ kind: () => ['citation'], language: () => ['pl'], citingCountry: () => ['HU'] },
      ...{ projectId: () => [far], planId: () => [far], activityId: () => [ids['activity']], visitId: () => [far] },
      ...within('shownOn'),
    },
  },
  practice: {
    one: (stage) => call(stage, 'practices.capture', { body: practiceExample }),
    ...{ each: 1, parent: 'visit', list: practices },
    values: `${own}, ${cut}, 'captured_on', ${day}, 'visit_id', ${some('parent.id::text')},
      'activity_id', parent.activity_id, 'project_id', ${some(elsewhere('n % 5000'))},
      'status', ${oneOf('captured', 'assessed', 'shortlisted', 'rejected', 'adopted', 'implemented', 'evaluated', 'abandoned')},
      'adopted_by', ${some(listOf('bisa', 'generalDirectorate', 'territorialStrategy'))},
      'assessed_on', ${some(day, 11)}, 'adopted_on', ${some(day)}, 'implemented_on', ${some(day, 13)},
      'origin', jsonb_build_object('place', jsonb_build_object('country', ${oneOf('FR', 'NL', 'DE', 'HU')})),
      'target', ${some(`jsonb_build_object('kind', 'plan', 'id', ${elsewhere('n % 5000')})`)}`,
    filters: {
      ...common,
      ...{ status: () => ['evaluated'], visitId: () => [ids['visit']], activityId: () => [ids['activity']] },
      ...{ projectId: () => [far], targetId: () => [far], adoptedBy: () => ['bisa'], originCountry: () => ['HU'] },
      ...{ ...within('capturedOn'), ...within('assessedOn'), ...within('adoptedOn'), ...within('implementedOn') },
    },
  },
  network: {
    one: (stage) => call(stage, 'networks.register', { body: networkExample }),
    ...{ each: 100, values: own },
  },
  membership: {
    one: (stage) =>
      call(stage, 'memberships.register', { path: { networkId: ids['network'] }, body: membershipOf2018 }),
    ...{ each: 100, parent: 'network' },
    // A holder is one running member of a network.
    values: `${own}, 'network_id', parent.id, 'status', 'ended'`,
  },
  membership_year: {
    one: (stage) =>
      call(stage, 'membership-years.open', { path: { membershipId: ids['membership'] }, body: membershipYearExample }),
    ...{ each: 1, parent: 'membership', list: membershipYears },
    // A membership has each year once.
    values: `${own}, 'departments', ${listOf('bisa', 'generalDirectorate', 'territorialStrategy')},
      'membership_id', parent.id, 'network_id', parent.network_id, 'year', 2027 + n / (SELECT count(*) FROM parent),
      'status', ${oneOf('open', 'over')}, 'holder_kind', ${oneOf('region', 'agency', 'state')}, 'decide_by', ${day},
      'fee_due_on', ${some(day)}, 'paid_on', ${some(day, 11)}, 'decided_on', ${some(day, 13)},
      'verdict', ${some(oneOf('renew', 'downgrade', 'leave'))}`,
    filters: {
      ...ofEvery,
      ...{ status: () => ['open'], holderKind: () => ['agency'], verdict: () => ['leave'] },
      ...{ membershipId: () => [ids['membership']], networkId: () => [ids['network']] },
      ...{ decided: () => 'false', paid: () => 'false', ...within('decideBy'), ...within('feeDueOn') },
    },
  },
};

async function as(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}

/** One record of each kind through the service; the rest are copies that differ in the filtered fields. */
async function fill(stage: Stage, many: number): Promise<void> {
  for (const [table, { one }] of Object.entries(kinds)) ids[table] = await one(stage);
  const { ownerUrl, appUrl } = stage.app.data;
  // Full-text search is measured in its own suite; its triggers would only slow this one down.
  await as(ownerUrl, async (owner) => {
    const { rows } = await owner.query<{ table: string }>(
      `SELECT tgrelid::regclass::text AS table FROM pg_trigger WHERE tgname = tgrelid::regclass::text || '_search'`,
    );
    for (const { table } of rows) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_search`);
  });
  await as(appUrl, async (writer) => {
    for (const [table, kind] of Object.entries(kinds)) await writer.query(copying(table, kind, many));
  });
  await as(ownerUrl, async (owner) => {
    for (const table of Object.keys(kinds)) await owner.query(`VACUUM ANALYZE ${table}`);
  });
}

const copying = (table: string, { each, parent = table, values }: Kind, many: number): string => `
  WITH one AS (SELECT * FROM ${table} LIMIT 1),
       parent AS (SELECT *, row_number() OVER () AS number FROM ${parent})
  INSERT INTO ${table}
  SELECT made.* FROM one, generate_series(1, ${Math.ceil(many / each)}) AS n
    JOIN parent ON number = 1 + n % (SELECT count(*) FROM parent),
    LATERAL jsonb_populate_record(one::"${table}", jsonb_build_object(${values})) AS made`;

/** The query plan of a page of a list, and how long PostgreSQL takes for it. */
async function planOf({ app }: Stage, { query, read }: List, asked: object): Promise<{ plan: string; ms: number }> {
  const spied: { sql: string; values: readonly unknown[] }[] = [];
  const spy = Object.assign(new Database(app.database.source, 'networks'), {
    list: (_: unknown, sql: string, values: readonly unknown[]) => {
      spied.push({ sql, values });
      return Promise.resolve([]);
    },
  });
  const everything = { reach: () => ({ sees: undefined, may: undefined }) };
  const only = 'record.retracted_at IS NULL';
  await readPage(read(spy, { actor: everything, only, query: query.parse(asked) } as never));
  // A search first runs a statement that finds its words, and stops as soon as it has found enough.
  const { sql = '', values = [] } = spied.at(-1) ?? {};
  const plan = JSON.stringify(await app.database.query(`EXPLAIN (ANALYZE) ${sql}`, values));
  return { plan, ms: Number(/Execution Time: ([\d.]+)/.exec(plan)?.[1]) };
}

const paging = ['pageSize', 'after', 'total', 'sort', 'select', 'embed'];
const lists = Object.entries(kinds).flatMap(([table, { list, filters = {} }]) =>
  list === undefined ? [] : [{ table, list, filters }],
);

export function judgePresenceLists({ many, byCost }: Judged): void {
  const stage = onOwnStage(networks, {
    prepare: async ({ ownerUrl }) => {
      if (!byCost) await indexesOnly(ownerUrl);
    },
  });

  beforeAll(() => fill(stage, many), longTestLimitMs);

  it.each(lists)(
    'uses an index of $table for every filter in every order',
    async ({ table, list, filters }) => {
      const announced = Object.keys(list.query.shape).filter((name) => !paging.includes(name));
      expect(announced.sort()).toEqual(Object.keys(filters).sort());
      const sorts = (list.query.shape['sort'] as z.ZodDefault<z.ZodEnum>).unwrap().options.map(String);
      const scanned: string[] = [];
      let slowest = { name: '', ms: 0 };
      for (const sort of sorts)
        for (const [name, value] of [['', () => ''], ...Object.entries(filters)] as const) {
          const { plan, ms } = await planOf(stage, list, { sort, ...(name === '' ? {} : { [name]: value() }) });
          if (plan.includes('Seq Scan')) scanned.push(`${name} by ${sort}`);
          if (ms > slowest.ms) slowest = { name: `${name} by ${sort}`, ms };
        }
      process.stderr.write(`${many} of ${table}: the slowest page is ${slowest.name}, ${slowest.ms} ms\n`);
      expect(scanned).toEqual([]);
      const [held] = await stage.app.database.query<{ many: number }>(`SELECT count(*)::int AS many FROM ${table}`);
      expect(held?.many).toBeGreaterThan(many);
    },
    longTestLimitMs,
  );

  it('would notice a list that reads the whole table', async () => {
    const whole = 'EXPLAIN SELECT * FROM visibility_item ORDER BY outlet, level LIMIT 21';
    expect(JSON.stringify(await stage.app.database.query(whole))).toContain('Seq Scan');
  });
}
