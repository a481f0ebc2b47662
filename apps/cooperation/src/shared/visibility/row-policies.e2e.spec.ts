import { agreementRelations } from './relations.js';
import type { Actor, By } from '@passerelle/platform/data/database';
import { freshDatabase, type FreshDatabase } from '@passerelle/testing/database';
import { readPage } from '@passerelle/testing/listing';
import { onOwnStage } from '@passerelle/testing/stage';
import { migratedDatabase, partnerFlanders } from '@passerelle/testing/start-app';
import { granted, reach, shared } from '@passerelle/platform/access/rights';
import pg from 'pg';
import { agreementExample } from '../../forum/agreements/agreement.example.js';
import { agreements } from '../../forum/agreements/agreement.schema.js';
import { cooperation } from '../../cooperation.js';

// Row-level security (D16) on shared records, tested with SQL alone, without our code in between.

const stage = onOwnStage(cooperation, { prepare: (data) => fill(data) });

async function asking<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const records = {
  open: { classification: 'public', parties: ['BE-BRU', 'BE-WAL'] },
  ours: { classification: 'internal', parties: ['BE-BRU', 'BE-VLG'] },
  theirs: { classification: 'internal', parties: ['BE-BRU', 'BE-WAL'] },
  secret: { classification: 'restricted', parties: ['BE-BRU', 'BE-VLG'] },
};
type Name = keyof typeof records;
const names = Object.keys(records) as Name[];

const insertAgreement = `
  INSERT INTO agreement (id, ref, version, status, title, parties, level, objective, departments, obligations, source, classification)
  SELECT gen_random_uuid(), $1, 1, 'draft', $2, $3, 'belgium', 'O1', '{generalDirectorate}', '[]', 'A test', $4`;
const insertMeeting = `
  INSERT INTO forum_meeting (id, ref, version, status, agreement_id, parties, classification, level, objective, tier, scheduled_on, agenda)
  SELECT gen_random_uuid(), $1, 1, 'planned', id, parties, classification, level, objective, 'ministerial', '2026-02-10', '[]'
    FROM agreement WHERE ref = $2`;
const insertDecision = `
  INSERT INTO decision (id, ref, version, forum_meeting_id, agreement_id, text, kind, adopted_by, decided_on, parties, classification, level, objective)
  SELECT gen_random_uuid(), $1, 1, id, agreement_id, '{}', 'decision', '{BE-BRU}', '2026-02-10', parties, classification, level, objective
    FROM forum_meeting WHERE ref = $2`;
const insertAction = `
  INSERT INTO action_item (id, ref, version, status, decision_id, forum_meeting_id, agreement_id, owner_party, title, due_on, parties, classification, level, objective)
  SELECT gen_random_uuid(), $1, 1, 'open', id, forum_meeting_id, agreement_id, 'BE-BRU', '{}', '2026-03-10', parties, classification, level, objective
    FROM decision WHERE ref = $2`;
const insertParty = `
  INSERT INTO party (id, ref, version, code, administration, languages, source, classification)
  SELECT gen_random_uuid(), $1, 1, $1, '{"name": "A test"}', '{nl}', 'A test', 'public'`;
const insertContact = `
  INSERT INTO contact_point (id, ref, version, party_id, party, period, languages, classification)
  SELECT gen_random_uuid(), $1, 1, id, code, '{"from": "2026-01-01"}', '{nl}', 'internal' FROM party WHERE code = $2`;
const agreementRow = (ref: string, { classification, parties }: { classification: string; parties: string[] }) => [
  ref,
  JSON.stringify(agreementExample.title),
  parties,
  classification,
];

const regions = ['BE-VLG', 'BE-WAL'];

/**
 * One agreement per visibility, each with a meeting and a decision, named after the visibility; and two regions with a
 * contact point each.
 */
const fill = (data: FreshDatabase): Promise<void> =>
  asking(data.appUrl, async (client) => {
    for (const name of names) {
      await client.query(insertAgreement, agreementRow(name, records[name]));
      for (const insert of [insertMeeting, insertDecision, insertAction]) await client.query(insert, [name, name]);
    }
    for (const region of regions) {
      await client.query(insertParty, [region]);
      await client.query(insertContact, [region, region]);
    }
  });

/** Runs a statement as another region and returns its rows, its count or its error; always rolled back. */
function asParty(url: string, party: string | undefined, sql: string, values: unknown[] = []): Promise<string> {
  return asking(url, async (client) => {
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE cooperation_party');
    if (party !== undefined) await client.query("SELECT set_config('app.party', $1, true)", [party]);
    try {
      const { rows, rowCount } = await client.query<{ ref?: string }>(sql, values);
      return rows.length > 0 ? rows.map(({ ref }) => ref).join(' ') : `${rowCount} rows`;
    } catch (error) {
      return error instanceof Error ? error.message.replace(/ for table.*| "?\w+"?$/, '') : String(error);
    }
  });
}

const refused = 'new row violates row-level security policy';
const underAgreements = ['forum_meeting', 'decision', 'action_item'];
const inEach = (tables: readonly string[], sql: string) => tables.map((name) => sql.replaceAll('TABLE', name));
const table = (sql: string) => inEach(['agreement', ...underAgreements], sql);

interface Question {
  readonly party: string | undefined;
  readonly sql: string;
  readonly values?: unknown[];
  readonly answer: string;
}

const reading = [
  ...table('SELECT ref FROM TABLE ORDER BY ref'),
  ...table(`SELECT record.ref FROM TABLE record JOIN TABLE other USING (id) ORDER BY ref`),
].flatMap((sql): Question[] => [
  { party: 'BE-VLG', sql, answer: 'open ours' },
  { party: 'BE-WAL', sql, answer: 'open theirs' },
  { party: 'X-BE-DG', sql, answer: 'open' },
  { party: '', sql, answer: 'open' },
  { party: undefined, sql, answer: 'open' },
]);

const changeEach = 'UPDATE TABLE SET version = version + 1 RETURNING ref';
const changing = inEach(['agreement'], changeEach).flatMap((sql): Question[] => [
  { party: 'BE-VLG', sql, answer: 'ours' },
  { party: 'BE-WAL', sql, answer: 'theirs' },
  { party: '', sql, answer: '0 rows' },
  { party: undefined, sql, answer: '0 rows' },
]);

/** A party to an agreement takes part in the records under it, even if it is public. */
const takingPart = inEach(underAgreements, changeEach).flatMap((sql): Question[] => [
  { party: 'BE-VLG', sql, answer: 'ours' },
  { party: 'BE-WAL', sql, answer: 'open theirs' },
  { party: 'X-BE-DG', sql, answer: '0 rows' },
  { party: undefined, sql, answer: '0 rows' },
]);

/** Every region reads all parties and contact points; each edits its own. */
const speaking: Question[] = [
  ...['BE-VLG', 'X-BE-DG'].map((party) => ({
    party,
    sql: 'SELECT ref FROM contact_point ORDER BY ref',
    answer: regions.join(' '),
  })),
  { party: '', sql: 'SELECT ref FROM contact_point', answer: '0 rows' },
  { party: undefined, sql: 'SELECT ref FROM contact_point', answer: '0 rows' },
  { party: undefined, sql: 'SELECT ref FROM party ORDER BY ref', answer: regions.join(' ') },
  ...inEach(['party', 'contact_point'], changeEach).flatMap((sql) => [
    { party: 'BE-VLG', sql, answer: 'BE-VLG' },
    { party: 'X-BE-DG', sql, answer: '0 rows' },
    { party: undefined, sql, answer: '0 rows' },
  ]),
  { party: 'BE-VLG', sql: `UPDATE party SET code = 'BE-BRU' WHERE code = 'BE-VLG'`, answer: refused },
  { party: 'BE-VLG', sql: `UPDATE contact_point SET party = 'BE-WAL' WHERE party = 'BE-VLG'`, answer: refused },
  { party: 'BE-VLG', sql: insertContact, values: ['new', 'BE-VLG'], answer: '1 rows' },
  { party: 'BE-VLG', sql: insertContact, values: ['new', 'BE-WAL'], answer: refused },
];

const deleting = table('DELETE FROM TABLE').flatMap((sql): Question[] =>
  ['BE-VLG', undefined].map((party) => ({ party, sql, answer: '0 rows' })),
);

const handingOver = [
  `UPDATE agreement SET parties = '{BE-BRU,BE-WAL}' WHERE ref = 'ours'`,
  `UPDATE agreement SET classification = 'public' WHERE ref = 'ours'`,
  `UPDATE agreement SET classification = 'restricted' WHERE ref = 'ours'`,
].map((sql): Question => ({ party: 'BE-VLG', sql, answer: refused }));

const adding: Question[] = [
  ...names.map((name) => ({
    party: 'BE-VLG',
    sql: insertAgreement,
    values: agreementRow('new', records[name]),
    answer: name === 'ours' ? '1 rows' : refused,
  })),
  ...[insertMeeting, insertDecision, insertAction].flatMap((sql) => [
    { party: 'BE-VLG', sql, values: ['new', 'ours'], answer: '1 rows' },
    { party: 'BE-VLG', sql, values: ['new', 'open'], answer: refused },
    { party: 'BE-VLG', sql, values: ['new', 'theirs'], answer: '0 rows' },
  ]),
  { party: undefined, sql: insertAgreement, values: agreementRow('new', records.ours), answer: refused },
];

const questions = [...reading, ...changing, ...takingPart, ...speaking, ...deleting, ...handingOver, ...adding];

/** Lists where PostgreSQL allows another region more, or less, than it should. */
async function holesIn(url: string): Promise<string[]> {
  const holes: string[] = [];
  for (const { party, sql, values, answer } of questions) {
    const told = await asParty(url, party, sql, values);
    if (told !== answer) holes.push(`${party ?? 'no party'}, ${sql.trim().slice(0, 60)}: ${told} instead of ${answer}`);
  }
  return holes;
}

it('filters reads and writes by the region of the session, without any clause of ours', async () => {
  expect(await holesIn(stage.app.data.appUrl)).toEqual([]);
  process.stdout.write(`${questions.length} statements as another region: none exceeded its rights\n`);
});

it.each([
  ['is switched off', 'ALTER TABLE agreement DISABLE ROW LEVEL SECURITY'],
  ['shows everything', 'ALTER POLICY party_sees ON agreement USING (true)'],
  ['accepts any new row', 'ALTER POLICY party_adds ON agreement WITH CHECK (true)'],
  ['allows rows to be handed over', 'ALTER POLICY party_changes ON agreement WITH CHECK (true)'],
  ['omits the meetings', 'ALTER TABLE forum_meeting DISABLE ROW LEVEL SECURITY'],
  ['is gone', 'DROP POLICY party_sees ON agreement'],
  ['covers all commands', `CREATE POLICY more ON agreement TO cooperation_party USING (classification = 'public')`],
])('would notice a policy that %s', async (_, breach) => {
  const data = await migratedDatabase(cooperation);
  await fill(data);
  await asking(data.ownerUrl, (owner) => owner.query(breach));
  expect((await holesIn(data.appUrl)).length).toBeGreaterThan(0);
});

it('forces row security on the owner of the tables too, on exactly these tables', async () => {
  const guarded = `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relrowsecurity AND relforcerowsecurity ORDER BY 1`;
  const half = `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relrowsecurity <> relforcerowsecurity`;
  const found = await stage.app.database.query<{ name: string }>(guarded);
  expect(found.map(({ name }) => name)).toEqual([
    'action_item',
    'agreement',
    'consultation',
    'contact_point',
    'data_sharing',
    'decision',
    'forum_meeting',
    'joint_programme',
    'joint_study',
    'opinion',
    'party',
    'plan',
    'plan_component',
    'plan_notice',
    'procedure_step',
    'work_site',
  ]);
  expect(await stage.app.database.query(half)).toEqual([]);
  const seen = await asking(stage.app.data.ownerUrl, (owner) => owner.query('SELECT 1 FROM agreement'));
  expect(seen.rowCount).toBe(0);
});

it('gives the role of the lists no right to write', async () => {
  const acts = [
    ...table('DELETE FROM TABLE'),
    ...table('UPDATE TABLE SET version = 2'),
    `INSERT INTO event_product SELECT * FROM event_product`,
    `SELECT nextval('reference')`,
    'CREATE TABLE mine (id int)',
    'TRUNCATE agreement',
  ];
  for (const act of acts)
    await asking(stage.app.data.appUrl, async (client) => {
      await client.query('SET ROLE cooperation_list');
      await expect(client.query(act)).rejects.toMatchObject({ code: '42501' });
      expect((await client.query('SELECT 1 FROM agreement')).rowCount).toBe(names.length);
    });
});

const flanders = (work: Partial<Actor> = {}): By => {
  const relations = granted(shared, partnerFlanders, 'BE-BRU');
  const clause = reach(relations, agreementRelations, { party: 'BE-VLG', subject: 'test' });
  const actor: Actor = {
    bindActor: 'test',
    side: 'BE-VLG',
    reach: () => ({ sees: clause, may: clause }),
    holds: () => false,
    begin: () => Promise.resolve(),
    end: () => Promise.resolve(),
    ...work,
  };
  return { actor };
};

const whoIsIt = `SELECT current_user::text AS role, coalesce(current_setting('app.party', true), '') AS party`;

it('sets the region for one transaction only, so that the next user of the connection does not inherit it', async () => {
  const nobody = { role: 'cooperation_app', party: '' };
  const outside = () => Promise.all(Array.from({ length: 20 }, () => stage.app.database.query(whoIsIt)));
  const inside = await stage.app.database.transaction(flanders(), (tx) => tx.query(whoIsIt));
  expect(inside).toEqual([{ role: 'cooperation_party', party: 'BE-VLG' }]);
  expect(new Set((await outside()).flat().map((row) => JSON.stringify(row)))).toEqual(
    new Set([JSON.stringify(nobody)]),
  );
  const failing = () => stage.app.database.transaction(flanders(), () => Promise.reject(new Error('on purpose')));
  const breaking = () => stage.app.database.transaction(flanders(), (tx) => tx.query('SELECT 1 / 0'));
  const read = () => stage.app.database.read(flanders(), (tx) => tx.query(whoIsIt));
  await Promise.allSettled([...Array.from({ length: 10 }, failing), ...Array.from({ length: 10 }, breaking)]);
  await Promise.all(Array.from({ length: 10 }, read));
  expect(new Set((await outside()).flat().map((row) => JSON.stringify(row)))).toEqual(
    new Set([JSON.stringify(nobody)]),
  );
});

it('filters lists by their own SQL clause only: without it every row is returned', async () => {
  const query = agreements.query.parse({ pageSize: 200, total: 'true' });
  const refs = async (by: By) => {
    const { items, total } = await readPage(agreements.read(stage.app.database, { ...by, query }));
    return { refs: items.map(({ ref }) => ref), total };
  };
  expect(await refs(flanders())).toEqual({ refs: ['open', 'ours'], total: 2 });
  const unguarded = flanders({ reach: () => ({ sees: undefined, may: undefined }) });
  expect(await refs(unguarded)).toEqual({ refs: names.toSorted(), total: names.length });
});

it('runs every service in roles that can neither create roles or databases nor bypass a policy', async () => {
  const services = ['cooperation', 'representation', 'networks', 'projects', 'gateway'];
  for (const service of services) await freshDatabase(service);
  const roles = await stage.app.database.query<{ role: string; may: string[] }>(
    `SELECT rolname AS role, rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole OR rolreplication AS may
       FROM pg_roles WHERE rolname ~ '^(${services.join('|')})_' ORDER BY 1`,
  );
  const kinds = ['app', 'list', 'owner', 'party'];
  expect(roles).toEqual(
    services.toSorted().flatMap((service) => kinds.map((kind) => ({ role: `${service}_${kind}`, may: false }))),
  );
  const [admin] = await stage.app.database.query(`SELECT bool_or(rolsuper) AS found FROM pg_roles`);
  expect(admin).toEqual({ found: true });
});
