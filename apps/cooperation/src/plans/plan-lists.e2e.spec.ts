import { Database, type By } from '@passerelle/platform/database';
import type { Page } from '@passerelle/platform/collections';
import { broker, type Broker } from '@passerelle/testing/broker';
import { readPage } from '@passerelle/testing/listing';
import {
  editor,
  operationClient,
  startApp,
  type OperationClient,
  type StartedApp,
} from '@passerelle/testing/start-app';
import pg from 'pg';
import type { z } from 'zod';
import { cooperation } from '../cooperation.js';
import { planComponents } from './components/component.schema.js';
import { planNotices } from './notices/notice.schema.js';
import { noticeExample, planExample, visionApprovedExample } from './plan.example.js';
import { plans } from './plan.schema.js';
import { procedureSteps } from './steps/step.schema.js';

// Every filter and every sort that the lists of plans announce: PostgreSQL reads an index for each. At 100,000 records it
// does so too, and filling them in takes two minutes; at fewer a scan of the table looks cheaper to it, never dearer.

const size = Number(process.env.TEST_LIST_SIZE ?? 20_000);
let nats: Broker;
let app: StartedApp;
let client: OperationClient;
const ids: Record<string, string> = {};

beforeAll(async () => {
  nats = await broker();
  app = await startApp(cooperation, { broker: nats });
  client = await operationClient(nats);
  await fill();
}, 300_000);

afterAll(async () => {
  await client?.close();
  await app?.close();
  await nats?.stop();
});

const call = async (subject: string, options: object) =>
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

/** One of each through the service, and the rest as copies of it that differ in what is asked for. */
async function fill(): Promise<void> {
  const { id: planId } = await call('plans.register', { body: planExample });
  const { items } = await call('plan-components.list', { query: { planId: [planId] } });
  const componentId: string = items[0].id;
  await call('plan-components.record-step-of', { path: { planComponentId: componentId }, body: visionApprovedExample });
  await call('plan-notices.send', { path: { planId }, body: { ...noticeExample, componentId } });
  Object.assign(ids, { planId, componentId });
  // What is searched is measured where the search is made; here it would only take its time.
  await as(app.data.ownerUrl, (owner) => owner.query('ALTER TABLE plan DISABLE TRIGGER plan_search'));
  await as(app.data.appUrl, async (writer) => {
    for (const [table, values] of Object.entries(others)) {
      await writer.query(`
        WITH one AS (SELECT * FROM ${table} LIMIT 1),
             parent AS (SELECT id, row_number() OVER () AS number FROM plan)
        INSERT INTO ${table}
        SELECT made.* FROM one, generate_series(1, ${size}) AS n
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

/** What PostgreSQL does for a list, as it says itself. */
async function planOfList({ query, read }: List, asked: object): Promise<string> {
  const spied: { sql: string; values: readonly unknown[] }[] = [];
  const spy = Object.assign(new Database(app.database.source, 'cooperation'), {
    list: (_: unknown, sql: string, values: readonly unknown[]) => {
      spied.push({ sql, values });
      return Promise.resolve([]);
    },
  });
  const everything = { reach: () => ({ sees: undefined, may: undefined }) };
  await readPage(read(spy, { actor: everything, query: query.parse(asked) } as never));
  // Before a page that is searched for, its words are looked for: that statement stops as soon as it has found enough.
  const { sql = '', values = [] } = spied.at(-1) ?? {};
  return JSON.stringify(await app.database.query(`EXPLAIN ${sql}`, values));
}

const filters: Readonly<Record<string, Readonly<Record<string, () => unknown>>>> = {
  plan: {
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
    ref: () => ['CO-2001-10777'],
    planId: () => [ids['planId']],
    status: () => ['inForce'],
    kind: () => ['map'],
    statusSinceFrom: () => '2026-07-01',
    statusSinceTo: () => '1980-01-09',
  },
  procedure_step: {
    ref: () => ['CO-2001-10777'],
    planId: () => [ids['planId']],
    componentId: () => [ids['componentId']],
    stepCode: () => ['adviceGiven'],
    occurredOnFrom: () => '2026-07-01',
    occurredOnTo: () => '1980-01-09',
  },
  plan_notice: {
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

const lists: [string, List][] = [
  ['plan', plans as never],
  ['plan_component', planComponents as never],
  ['procedure_step', procedureSteps as never],
  ['plan_notice', planNotices as never],
];
const paging = ['pageSize', 'after', 'total', 'sort', 'select', 'embed'];

it.each(lists)('reads an index of %s for every filter in every order', async (table, list) => {
  const announced = Object.keys(list.query.shape).filter((name) => !paging.includes(name));
  expect(announced.sort()).toEqual(Object.keys(filters[table] ?? {}).sort());
  const sorts = (list.query.shape['sort'] as z.ZodDefault<z.ZodEnum>).unwrap().options.map(String);
  const scanned: string[] = [];
  for (const sort of sorts)
    for (const [name, value] of [['', () => ''], ...Object.entries(filters[table] ?? {})] as const) {
      const plan = await planOfList(list, { sort, ...(name === '' ? {} : { [name]: value() }) });
      if (plan.includes('Seq Scan')) scanned.push(`${name} by ${sort}`);
    }
  expect(scanned).toEqual([]);
  await as(app.data.appUrl, async (reader) => {
    const { rows } = await reader.query(`SELECT count(*)::int AS held FROM ${table}`);
    expect(rows[0].held).toBeGreaterThan(size);
  });
});
