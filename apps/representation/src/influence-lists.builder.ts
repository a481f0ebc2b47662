import { Database, type By } from '@passerelle/platform/data/database';
import type { Page } from '@passerelle/platform/data/lists';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { readPage } from '@passerelle/testing/listing';
import { indexesOnly, type Judged } from '@passerelle/testing/scans';
import { onOwnStage, type Stage } from '@passerelle/testing/stage';
import pg from 'pg';
import type { z } from 'zod';
import { bodyExample } from './examples.js';
import { bodyMeetings } from './meetings/body-meeting.schema.js';
import { followUps } from './meetings/follow-up.schema.js';
import { followUpExample, meetingExample, replacementExample } from './meetings/meeting.example.js';
import { positionExample } from './positions/position.example.js';
import { positions } from './positions/position.schema.js';
import { representation } from './representation.js';

// Every filter and every sort order of meetings, follow-ups and positions uses an index in PostgreSQL.

async function call({ client }: Stage, subject: string, options: object): Promise<string> {
  const { status, body } = await client.call(`rpc.representation.${subject}`, options);
  if (status > 201) throw new Error(`${subject}: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

async function as(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  try {
    await work(connection);
  } finally {
    await connection.end();
  }
}

const oneOf = (...values: string[]): string => `(ARRAY['${values.join("','")}'])[1 + n % ${values.length}]`;
const listOf = (...values: string[]): string => `jsonb_build_array(${oneOf(...values)})`;
const day = `(date '1980-01-01' + n % 17000)::text`;
// Without regard to the other fields: records of one department that all lack the day would be found last.
const someDay = `CASE n % 7 WHEN 0 THEN NULL ELSE ${day} END`;
const own = `'id', gen_random_uuid(), 'ref', 'RP-2001-' || (n + 10000)`;
const cut = `'departments', ${listOf('bisa', 'generalDirectorate', 'territorialStrategy')}, 'themes', ${listOf('cities', 'mobility', 'statistics')}`;

interface Copied {
  /** Of how many meetings of bodies there is one: bodies are few. */
  readonly each: number;
  readonly parent: string;
  readonly values: string;
}

const copies: Readonly<Record<string, Copied>> = {
  body: { each: 200, parent: 'body', values: own },
  body_meeting: {
    each: 1,
    parent: 'body',
    values: `${own}, ${cut}, 'body_id', parent.id, 'starts_on', ${day}, 'ends_on', NULL, 'report_due_on', ${someDay}, 'reported_on', ${someDay},
      'status', ${oneOf('announced', 'attended', 'reported', 'closed', 'missed')}, 'presence', ${oneOf('attended', 'missed')}`,
  },
  follow_up: {
    each: 1,
    parent: 'body_meeting',
    values: `${own}, 'body_meeting_id', parent.id, 'body_id', parent.body_id, 'department', ${oneOf('bisa', 'generalDirectorate')},
      'themes', ${listOf('cities', 'mobility')}, 'status', ${oneOf('open', 'closed')}, 'due_on', ${day}, 'overdue_on', ${someDay}`,
  },
  position: {
    each: 1,
    parent: 'body_meeting',
    values: `${own}, ${cut}, 'body_meeting_id', parent.id, 'body_id', parent.body_id, 'procedure', '2020/' || lpad((n % 9999)::text, 4, '0') || '(COD)',
      'coordination', ${oneOf('none', 'dge', 'cipe')}, 'status', ${oneOf('draft', 'validated', 'defended', 'assessed')}, 'belgian_result', ${oneOf('consensus', 'noConsensus')},
      'meeting_on', ${someDay}, 'due_on', ${someDay}, 'assessed_on', ${someDay}, 'published_on', ${someDay}`,
  },
};

const ids: Record<string, string> = {};

/** One record of each kind through the service; the rest are copies that differ in the filtered fields. */
async function fill(stage: Stage, many: number): Promise<void> {
  const bodyId = await call(stage, 'bodies.register', { body: bodyExample });
  const bodyMeetingId = await call(stage, 'body-meetings.announce', { path: { bodyId }, body: meetingExample });
  const represented = { transition: 'represent', ...replacementExample };
  await call(stage, 'body-meetings.represent', { path: { bodyMeetingId }, body: represented });
  await call(stage, 'follow-ups.register', { path: { bodyMeetingId }, body: followUpExample });
  await call(stage, 'positions.draft', { body: { ...positionExample, bodyMeetingId } });
  Object.assign(ids, { bodyId, bodyMeetingId });
  const { ownerUrl, appUrl } = stage.app.data;
  // Full-text search is measured in its own suite; its triggers would only slow this one down.
  await as(ownerUrl, async (owner) => {
    for (const table of Object.keys(copies)) await owner.query(`ALTER TABLE ${table} DISABLE TRIGGER ${table}_search`);
  });
  await as(appUrl, async (writer) => {
    for (const [table, copied] of Object.entries(copies)) await writer.query(copying(table, copied, many));
  });
  await as(ownerUrl, async (owner) => {
    for (const table of Object.keys(copies)) await owner.query(`VACUUM ANALYZE ${table}`);
  });
}

const copying = (table: string, { each, parent, values }: Copied, many: number): string => `
  WITH one AS (SELECT * FROM ${table} LIMIT 1),
       parent AS (SELECT *, row_number() OVER () AS number FROM ${parent})
  INSERT INTO ${table}
  SELECT made.* FROM one, generate_series(1, ${Math.ceil(many / each)}) AS n
    JOIN parent ON number = 1 + n % (SELECT count(*) FROM parent),
    LATERAL jsonb_populate_record(one::"${table}", jsonb_build_object(${values})) AS made`;

interface List {
  readonly query: z.ZodObject;
  read(db: Database, call: By & { readonly query: never }): Promise<Page>;
}

/** The query plan of a page of a list, and how long PostgreSQL takes for it. */
async function planOf({ app }: Stage, { query, read }: List, asked: object): Promise<{ plan: string; ms: number }> {
  const spied: { sql: string; values: readonly unknown[] }[] = [];
  const spy = Object.assign(new Database(app.database.source, 'representation'), {
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

const within = (name: string): Readonly<Record<string, () => unknown>> => ({
  [`${name}From`]: () => '2026-07-01',
  [`${name}To`]: () => '1980-01-09',
});

/** One code that every record has, and one that none has. */
const common = {
  ref: () => ['RP-2001-10777'],
  level: () => ['europe'],
  objective: () => ['O4'],
  department: () => ['bisa'],
  theme: () => ['mobility'],
  bodyId: () => [ids['bodyId']],
  q: () => 'Budapest',
  changedSince: () => new Date().toISOString(),
};

const filters: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  body_meeting: {
    ...common,
    ...{ status: () => ['attended'], presence: () => ['missed'] },
    ...{ ...within('startsOn'), ...within('reportDueOn'), ...within('reportedOn') },
  },
  follow_up: {
    ...common,
    ...{ status: () => ['open'], bodyMeetingId: () => [ids['bodyMeetingId']] },
    ...{ ...within('dueOn'), ...within('overdueOn') },
  },
  position: {
    ...common,
    ...{ status: () => ['defended'], bodyMeetingId: () => [ids['bodyMeetingId']], procedure: () => ['2020/4711(COD)'] },
    ...{
      coordination: () => ['cipe'],
      belgianResult: () => ['noConsensus'],
      uptake: () => ['full'],
      interestTheme: () => ['housing'],
    },
    ...{ ...within('meetingOn'), ...within('dueOn'), ...within('assessedOn'), ...within('publishedOn') },
  },
};

const lists: [string, List][] = [
  ['body_meeting', bodyMeetings as never],
  ['follow_up', followUps as never],
  ['position', positions as never],
];
const paging = ['pageSize', 'after', 'total', 'sort', 'select', 'embed'];

export function judgeInfluenceLists({ many, byCost }: Judged): void {
  const stage = onOwnStage(representation, {
    prepare: async ({ ownerUrl }) => {
      if (!byCost) await indexesOnly(ownerUrl);
    },
  });

  beforeAll(() => fill(stage, many), longTestLimitMs);

  it.each(lists)(
    'uses an index of %s for every filter in every order',
    async (table, list) => {
      const announced = Object.keys(list.query.shape).filter((name) => !paging.includes(name));
      expect(announced.sort()).toEqual(Object.keys(filters[table] ?? {}).sort());
      const sorts = (list.query.shape['sort'] as z.ZodDefault<z.ZodEnum>).unwrap().options.map(String);
      const scanned: string[] = [];
      let slowest = { name: '', ms: 0 };
      for (const sort of sorts)
        for (const [name, value] of [['', () => ''], ...Object.entries(filters[table] ?? {})] as const) {
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
    const whole = 'EXPLAIN SELECT * FROM body_meeting ORDER BY report_late, level LIMIT 21';
    expect(JSON.stringify(await stage.app.database.query(whole))).toContain('Seq Scan');
  });
}
