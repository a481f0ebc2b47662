import type { Actor, By, Database } from '@passerelle/platform/data/database';
import { reach } from '@passerelle/platform/access/rights';
import { readPage } from '@passerelle/testing/listing';
import { indexesOnly, type Judged } from '@passerelle/testing/scans';
import { onOwnStage, type Stage } from '@passerelle/testing/stage';
import pg from 'pg';
import { z } from 'zod';
import { cooperation } from '../../cooperation.js';
import { sidesRelations } from '../../shared/visibility/relations.js';
import { consultations } from './consultation.schema.js';

// Every filter and every sort order of the list of consultations is served by an index in PostgreSQL.

async function run(url: string, statements: readonly string[]): Promise<void> {
  const connection = new pg.Client({ connectionString: url });
  await connection.connect();
  try {
    for (const statement of statements) await connection.query(statement);
  } finally {
    await connection.end();
  }
}

const id = (kind: string, n: string) => `('0193${kind}-0000-7000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const pick = (values: readonly string[], n: string) =>
  `(ARRAY[${values.map((value) => `'${value}'`).join()}])[1 + ${n} % ${values.length}]`;
const statuses = [
  'notified',
  'acknowledged',
  'entered',
  'declined',
  'timeframeAgreed',
  'opinionReceived',
  'answered',
  'decided',
  'closed',
  'closed',
  'closed',
];

/** 2,000 plans of the four authorities, and fifty consultations on each over twenty years. */
const fill = (url: string, many: number): Promise<void> =>
  run(url, [
    `INSERT INTO plan (id, ref, version, status, plan_type, party, title, authority, legal_nature, area, parties, level, objective, departments, source, classification)
     SELECT ${id('0001', 'n')}, 'CO-2001-' || n, 1, 'draft', ${pick(['vlaGrup', 'walSdt', 'bruPad'], 'n')}, ${pick(['BE-VLG', 'BE-WAL', 'BE-BRU'], 'n')},
            jsonb_build_object('nl', 'Plan ' || n, 'fr', 'Plan numéro ' || n), '{"name": "Authority"}', 'indicative', '{"refs": [], "exclusions": []}',
            '{BE-BRU,BE-VLG,BE-WAL}', 'belgium', 'O1', '{generalDirectorate}', 'A test', 'internal' FROM generate_series(1, 2000) n`,
    `INSERT INTO plan_component (id, ref, version, status, plan_id, code, kind, title, iteration, parties, classification, level, objective)
     SELECT ${id('0002', 'n')}, 'CO-2002-' || n, 1, 'draftAdopted', ${id('0001', 'n')}, 'whole', 'whole', '{"nl": "Geheel"}', 1, '{BE-BRU,BE-VLG,BE-WAL}', 'internal', 'belgium', 'O1'
       FROM generate_series(1, 2000) n`,
    `INSERT INTO plan_notice (id, ref, version, status, plan_id, to_parties, stage, channel, docs, sent_at, sent_on, receipts, parties, classification, level, objective)
     SELECT ${id('0003', 'n')}, 'CO-2003-' || n, 1, 'sent', ${id('0001', 'n')}, '{BE-BRU,BE-VLG}', 'draft', 'email', '[]', now(), current_date, '[]', '{BE-BRU,BE-VLG,BE-WAL}', 'internal', 'belgium', 'O1'
       FROM generate_series(1, 2000) n`,
    `INSERT INTO consultation (id, ref, version, status, plan_id, plan_title, plan_type, component_id, iteration, notice_id, direction, author_party, affected_party, parties,
                               trigger, legal_basis, level, objective, departments, classification, opened_on, opened_at, reply_due_on, due_on, due_at, opinion_late, not_simultaneous, unanswered, extensions, evidence, last_act_at)
     SELECT ${id('0004', 'n')}, 'CO-2004-' || n, 1, ${pick(statuses, 'n')}, plan.id, plan.title, plan.plan_type, ${id('0002', '1 + n % 2000')}, n, ${id('0003', '1 + n % 2000')},
            CASE WHEN plan.party = 'BE-BRU' THEN 'outgoing' ELSE 'incoming' END, plan.party, CASE WHEN plan.party = 'BE-BRU' THEN ${pick(['BE-VLG', 'BE-WAL'], 'n')} ELSE 'BE-BRU' END,
            ARRAY['BE-BRU', plan.party], ${pick(['significantEffects', 'requestedByAffected', 'adjacency'], 'n')}, ${pick(['seaDirective', 'bruSea', 'vlaRup', 'walCodt'], 'n')},
            'belgium', 'O1', '{generalDirectorate}', ${pick(['internal', 'internal', 'internal', 'internal', 'public', 'restricted'], 'n')}, day, day, day + 14,
            CASE n % 3 WHEN 0 THEN NULL ELSE day + 60 END, CASE n % 3 WHEN 0 THEN NULL ELSE (day + 61)::timestamptz END, CASE n % 4 WHEN 0 THEN n % 40 = 0 END, false, n % 50 = 0, '[]', '[]', day
       FROM generate_series(1, ${many}) n, LATERAL (SELECT date '2006-01-01' + n % 7300 AS day) AS opened, LATERAL (SELECT * FROM plan WHERE id = ${id('0001', '1 + n % 2000')}) AS plan`,
  ]);

const values: Readonly<Record<string, string>> = {
  ref: 'CO-2004-4711',
  status: 'entered',
  direction: 'outgoing',
  planId: '01930001-0000-7000-8000-000000000042',
  planType: 'walSdt',
  authorParty: 'BE-VLG',
  affectedParty: 'BE-WAL',
  trigger: 'adjacency',
  legalBasis: 'walCodt',
  unanswered: 'true',
  opinionLate: 'true',
  openedOnFrom: '2025-11-01',
  openedOnTo: '2006-02-01',
  replyDueOnFrom: '2025-12-01',
  replyDueOnTo: '2006-02-01',
  dueOnFrom: '2026-01-10',
  dueOnTo: '2006-03-15',
  q: '"numéro 1234"',
  level: 'belgium',
  objective: 'O4',
  department: 'housingReferent',
  changedSince: new Date().toISOString(),
};

const filters = Object.keys(consultations.query.shape).filter(
  (name) => !['pageSize', 'after', 'total', 'sort', 'select', 'embed'].includes(name),
);
const sorts = z.array(z.string()).parse(consultations.query.shape.sort.unwrap().options);
export const queries = [
  ...filters.map((name) => ({ [name]: [values[name] ?? ''] })),
  ...sorts.map((sort) => ({ sort: [sort] })),
];

const acting = (side: string | undefined): By => {
  const clause =
    side === undefined
      ? undefined
      : reach(new Set(['public', 'author', 'affected']), sidesRelations, { party: side, subject: 'test' });
  const actor: Actor = {
    bindActor: 'test',
    side,
    reach: () => ({ sees: clause, may: clause }),
    holds: () => false,
    begin: () => Promise.resolve(),
    end: () => Promise.resolve(),
  };
  return { actor };
};

/** The query plan of a page of a list. */
async function planOf({ app }: Stage, given: Record<string, unknown>, side: string | undefined): Promise<string> {
  const seen: string[] = [];
  const explaining: Database = Object.assign(Object.create(app.database), {
    list: async (by: By, sql: string, bound: unknown[]) => {
      const rows = await app.database.list<{ 'QUERY PLAN': string }>(by, `EXPLAIN ${sql}`, bound);
      seen.push(...rows.map((row) => row['QUERY PLAN']));
      return [];
    },
  });
  const query = consultations.query.parse(given);
  await readPage(consultations.read(explaining, { ...acting(side), query }));
  return seen.join('\n');
}

const parsed = (query: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(query).map(([name, given]) => [name, arrays.has(name) ? given : given[0]]));
const arrays = new Set(filters.filter((name) => consultations.query.safeParse({ [name]: [values[name]] }).success));

export function judgeConsultationLists({ many, byCost }: Judged): Stage {
  const stage = onOwnStage(cooperation, {
    prepare: async ({ appUrl, ownerUrl }) => {
      await fill(appUrl, many);
      // As autovacuum does after a large load, and only the owner may: refresh statistics, and flush new words into the
      // search index.
      await run(ownerUrl, ['VACUUM ANALYZE']);
      if (!byCost) await indexesOnly(ownerUrl);
    },
  });

  describe.each([
    ['home', undefined],
    ['Flanders', 'BE-VLG'],
  ])('for %s', (_, side) => {
    it.each(queries)('uses an index for the page of %j', async (query) => {
      const plan = await planOf(stage, parsed(query), side);
      expect(plan).toMatch(/Index/);
      expect(plan).not.toMatch(/Seq Scan on consultation/);
    });
  });

  it('would notice a list that reads the whole table', async () => {
    const rows = await stage.app.database.query<{ 'QUERY PLAN': string }>(
      'EXPLAIN SELECT * FROM consultation ORDER BY not_simultaneous, days LIMIT 21',
    );
    expect(rows.map((row) => row['QUERY PLAN']).join()).toMatch(/Seq Scan on consultation/);
  });
  return stage;
}
