import { Database, type By } from '@passerelle/platform/data/database';
import type { Page } from '@passerelle/platform/data/lists';
import { longTestLimitMs } from '@passerelle/testing/limits';
import { readPage } from '@passerelle/testing/listing';
import { indexesOnly, type Judged } from '@passerelle/testing/scans';
import { onOwnStage, type Stage } from '@passerelle/testing/stage';
import { editor } from '@passerelle/testing/start-app';
import pg from 'pg';
import type { z } from 'zod';
import { cooperation } from '../../cooperation.js';
import { planComponents } from './components/component.schema.js';
import { planNotices } from './notices/notice.schema.js';
import { noticeExample, planExample, visionApprovedExample } from './plan.example.js';
import { plans } from './plan.schema.js';
import { ofKeptPart, procedureSteps } from './steps/step.schema.js';

// Every filter and every sort order of the lists of plans uses an index in PostgreSQL.

const ids: Record<string, string> = {};

const call = async ({ client }: Stage, subject: string, options: object) =>
  (await client.call(`rpc.cooperation.${subject}`, { caller: editor, ...options })).body;

async function as(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  await work(connection);
  await connection.end();
}

const oneOf = (...values: string[]): string => `(ARRAY['${values.join("','")}'])[1 + n % ${values.length}]`;
const day = `(date '1980-01-01' + n % 17000)::text`;
const own = `'id', gen_random_uuid(), 'ref', 'CO-2001-' || (n + 10000)`;
const planOf = `'plan_id', parent.id`;
const others: Readonly<Record<string, string>> = {
  plan: `${own}, 'status', ${oneOf('inPreparation', 'draft', 'adopted', 'ended')}, 'party', ${oneOf('BE-BRU', 'BE-VLG', 'BE-WAL', 'X-BE-DG')},
    'plan_type', ${oneOf('bruPad', 'vlaBrv', 'walSdt', 'dgRek')}, 'first_notice_on', ${day}, 'first_inquiry_on', ${day}`,
  plan_component: `${own}, 'code', 'c' || n, ${planOf}, 'status', ${oneOf('inPreparation', 'inInquiry', 'inForce')}, 'status_since', ${day}`,
  procedure_step: `${own}, ${planOf}, 'occurred_on', ${day}, 'step_code', ${oneOf('draftAdopted', 'adviceGiven')}`,
  plan_notice: `${own}, ${planOf}, 'sent_on', ${day}, 'stage', ${oneOf('draft', 'adopted')}, 'from_party', ${oneOf('BE-VLG', 'BE-WAL')}`,
};

/** One record through the service; the rest are copies that differ in the filtered fields. */
async function fill(stage: Stage, many: number): Promise<void> {
  const { app } = stage;
  const { id: planId } = await call(stage, 'plans.register', { body: planExample });
  const { items } = await call(stage, 'plan-components.list', { query: { planId: [planId] } });
  const componentId: string = items[0].id;
  await call(stage, 'procedure-steps.record', {
    path: { planComponentId: componentId },
    body: visionApprovedExample,
  });
  await call(stage, 'plan-notices.send', { path: { planId }, body: { ...noticeExample, componentId } });
  Object.assign(ids, { planId, componentId });
  // Full-text search is measured in its own suite; its trigger would only slow this one down.
  await as(app.data.ownerUrl, (owner) => owner.query('ALTER TABLE plan DISABLE TRIGGER plan_search'));
  await as(app.data.appUrl, async (writer) => {
    for (const [table, values] of Object.entries(others)) {
      await writer.query(`
        WITH one AS (SELECT * FROM ${table} LIMIT 1),
             parent AS (SELECT id, row_number() OVER () AS number FROM plan)
        INSERT INTO ${table}
        SELECT made.* FROM one, generate_series(1, ${many}) AS n
          JOIN parent ON number = 1 + n % (SELECT count(*) FROM plan),
          LATERAL jsonb_populate_record(one::${table}, jsonb_build_object(${values})) AS made`);
    }
  });
  await as(app.data.ownerUrl, async (owner) => {
    for (const table of Object.keys(others)) await owner.query(`VACUUM ANALYZE ${table}`);
  });
}

interface List {
  readonly query: z.ZodObject;
  read(db: Database, call: By & { readonly query: never }): Promise<Page>;
}

/** The query plan of a list. */
async function planOfList({ app }: Stage, { query, read }: List, only: string, asked: object): Promise<string> {
  const spied: { sql: string; values: readonly unknown[] }[] = [];
  const spy = Object.assign(new Database(app.database.source, 'cooperation'), {
    list: (_: unknown, sql: string, values: readonly unknown[]) => {
      spied.push({ sql, values });
      return Promise.resolve([]);
    },
  });
  const everything = { reach: () => ({ sees: undefined, may: undefined }) };
  await readPage(read(spy, { actor: everything, only, query: query.parse(asked) } as never));
  // A search first runs a statement that finds its words, and stops as soon as it has found enough.
  const { sql = '', values = [] } = spied.at(-1) ?? {};
  return JSON.stringify(await app.database.query(`EXPLAIN ${sql}`, values));
}

const changedSince = () => new Date().toISOString();
/** One code that every record has, and one that none has. */
const cuts = { level: () => ['belgium'], objective: () => ['O4'], changedSince };

const filters: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  plan: {
    ...cuts,
    department: () => ['housingReferent'],
    ref: () => ['CO-2001-10777'],
    status: () => ['draft'],
    planType: () => ['vlaBrv'],
    party: () => ['BE-VLG'],
    sharedWith: () => ['X-BE-DG'],
    classification: () => ['internal'],
    firstNoticeOnFrom: () => '2026-07-01',
    firstNoticeOnTo: () => '1980-01-09',
    firstInquiryOnFrom: () => '2026-07-01',
    firstInquiryOnTo: () => '1980-01-09',
    q: () => 'Vlaanderen',
  },
  plan_component: {
    ...cuts,
    ref: () => ['CO-2001-10777'],
    planId: () => [ids['planId']],
    status: () => ['inForce'],
    kind: () => ['map'],
    statusSinceFrom: () => '2026-07-01',
    statusSinceTo: () => '1980-01-09',
  },
  procedure_step: {
    changedSince,
    ref: () => ['CO-2001-10777'],
    planId: () => [ids['planId']],
    componentId: () => [ids['componentId']],
    stepCode: () => ['adviceGiven'],
    occurredOnFrom: () => '2026-07-01',
    occurredOnTo: () => '1980-01-09',
  },
  plan_notice: {
    ...cuts,
    ref: () => ['CO-2001-10777'],
    planId: () => [ids['planId']],
    componentId: () => [ids['componentId']],
    status: () => ['sent'],
    stage: () => ['adopted'],
    fromParty: () => ['BE-VLG'],
    toParty: () => ['BE-WAL'],
    sentOnFrom: () => '2026-07-01',
    sentOnTo: () => '1980-01-09',
  },
};

const kept = 'record.retracted_at IS NULL';
const lists: [string, List, string][] = [
  ['plan', plans as never, kept],
  ['plan_component', planComponents as never, kept],
  ['procedure_step', procedureSteps as never, ofKeptPart],
  ['plan_notice', planNotices as never, kept],
];
const paging = ['pageSize', 'after', 'total', 'sort', 'select', 'embed'];

export function judgePlanLists({ many, byCost }: Judged): void {
  const stage = onOwnStage(cooperation, {
    prepare: async ({ ownerUrl }) => {
      if (!byCost) await indexesOnly(ownerUrl);
    },
  });

  beforeAll(() => fill(stage, many), longTestLimitMs);

  it.each(lists)(
    'uses an index of %s for every filter in every order',
    async (table, list, only) => {
      const announced = Object.keys(list.query.shape).filter((name) => !paging.includes(name));
      expect(announced.sort()).toEqual(Object.keys(filters[table] ?? {}).sort());
      const sorts = (list.query.shape['sort'] as z.ZodDefault<z.ZodEnum>).unwrap().options.map(String);
      const scanned: string[] = [];
      for (const sort of sorts)
        for (const [name, value] of [['', () => ''], ...Object.entries(filters[table] ?? {})] as const) {
          const plan = await planOfList(stage, list, only, { sort, ...(name === '' ? {} : { [name]: value() }) });
          if (plan.includes('Seq Scan')) scanned.push(`${name} by ${sort}`);
        }
      expect(scanned).toEqual([]);
      await as(stage.app.data.appUrl, async (reader) => {
        const { rows } = await reader.query(`SELECT count(*)::int AS held FROM ${table}`);
        expect(rows[0].held).toBeGreaterThan(many);
      });
    },
    longTestLimitMs,
  );
}
