import type { FreshDatabase } from '@passerelle/testing/database';
import { migratedDatabase } from '@passerelle/testing/start-app';
import pg from 'pg';
import { cooperation } from '../cooperation.js';

// Row-level security (D16) on joint work, tested with SQL alone. Unlike in the forum (`row-policies.e2e.spec.ts`), a
// region may also act in a public record to which it is a party.

let data: FreshDatabase;

beforeAll(async () => {
  data = await migratedDatabase(cooperation);
  await fill(data);
});

const records = {
  open: { classification: 'public', parties: ['BE-BRU', 'BE-WAL'] },
  ours: { classification: 'internal', parties: ['BE-VLG', 'BE-BRU'] },
  theirs: { classification: 'internal', parties: ['BE-BRU', 'BE-WAL'] },
  secret: { classification: 'restricted', parties: ['BE-BRU', 'BE-VLG'] },
};

const title = JSON.stringify({ fr: 'Titre', nl: 'Titel' });
const head = `id, ref, version, title, parties, classification, level, objective, source`;
const values = `gen_random_uuid(), $1, 1, '${title}', $2::text[], $3, 'belgium', 'O1', 'A test'`;
/** The columns of a row of each table, from its reference, parties and classification. */
const inserts = {
  joint_study: `INSERT INTO joint_study (${head}, status, departments, partners, shares, agreed_by, work_plan, deliverables)
    SELECT ${values}, 'proposed', '{}', '[]', '[]', '[]', '[]', '[]'`,
  joint_programme: `INSERT INTO joint_programme (${head}, status, departments, partners, editions)
    SELECT ${values}, 'running', '{}', '[]', '[]'`,
  work_site: `INSERT INTO work_site (${head}, status, support_recorded, joint_programme_id)
    SELECT ${values}, 'proposed', '[]', id FROM joint_programme WHERE ref = $1`,
  data_sharing: `INSERT INTO data_sharing (${head}, status, departments, provider, receiver, dataset, licence, refresh,
      monitored_from, deliveries, expected_since)
    SELECT ${values}, 'active', '{}', ($2::text[])[1], ($2::text[])[2], '{}', 'cc0', 'annual', '2025-01-01', 0, '2025-01-01'`,
};
const tables = Object.keys(inserts);

async function asking<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const fill = (into: FreshDatabase): Promise<void> =>
  asking(into.appUrl, async (client) => {
    for (const sql of Object.values(inserts))
      for (const [name, { parties, classification }] of Object.entries(records))
        await client.query(sql, [name, parties, classification]);
  });

const refused = 'refused';

/** Runs a statement as another region; always rolled back. */
const asParty = (url: string, party: string, sql: string, given: unknown[] = []): Promise<string> =>
  asking(url, async (client) => {
    await client.query('BEGIN');
    await client.query('SET LOCAL ROLE cooperation_party');
    await client.query("SELECT set_config('app.party', $1, true)", [party]);
    try {
      const { rows, rowCount } = await client.query<{ ref?: string }>(sql, given);
      return rows.length > 0 ? rows.map(({ ref }) => ref).join(' ') : `${rowCount} rows`;
    } catch (error) {
      return error instanceof Error && error.message.includes('row-level security') ? refused : String(error);
    }
  });

interface Question {
  readonly party: string;
  readonly sql: string;
  readonly given?: unknown[];
  readonly answer: string;
}

const questions = Object.entries(inserts).flatMap(([table, insert]): Question[] => {
  const read = `SELECT ref FROM ${table} ORDER BY ref`;
  const change = `WITH changed AS (UPDATE ${table} SET version = version + 1 RETURNING ref) SELECT ref FROM changed ORDER BY ref`;
  const remove = `DELETE FROM ${table}`;
  const hide = `UPDATE ${table} SET classification = 'restricted', parties = '{BE-BRU}' WHERE ref = 'ours'`;
  // A work site has no policy: only its programme's counts.
  const own = table !== 'work_site';
  const added = (name: keyof typeof records) => [own ? `new ${name}` : name, ...Object.values(records[name]).reverse()];
  const add = insert.replace('$1, 1', `$1 || ' again', 1`);
  return [
    { party: 'BE-VLG', sql: read, answer: 'open ours' },
    { party: 'BE-WAL', sql: read, answer: 'open theirs' },
    { party: '', sql: read, answer: 'open' },
    { party: 'BE-VLG', sql: change, answer: 'ours' },
    { party: 'BE-WAL', sql: change, answer: 'open theirs' },
    { party: '', sql: change, answer: '0 rows' },
    { party: 'BE-WAL', sql: remove, answer: '0 rows' },
    ...(own ? [{ party: 'BE-VLG', sql: hide, answer: refused }] : []),
    { party: 'BE-VLG', sql: add, given: added('ours'), answer: '1 rows' },
    { party: 'BE-VLG', sql: add, given: added('open'), answer: refused },
    { party: 'BE-VLG', sql: add, given: added('theirs'), answer: own ? refused : '0 rows' },
    { party: 'BE-VLG', sql: add, given: added('secret'), answer: own ? refused : '0 rows' },
  ];
});

async function holesIn(url: string): Promise<string[]> {
  const holes: string[] = [];
  for (const { party, sql, given, answer } of questions) {
    const told = await asParty(url, party, sql, given);
    if (told !== answer) holes.push(`${party || 'no party'}, ${sql.slice(0, 90)}: ${told} instead of ${answer}`);
  }
  return holes;
}

it('filters reads and writes by the region of the session', async () => {
  expect(await holesIn(data.appUrl)).toEqual([]);
  process.stdout.write(`${questions.length} statements as another region: none exceeded its rights\n`);
});

it.each(tables)('would notice missing row-level security on %s', async (table) => {
  const fresh = await freshCopy();
  await asking(fresh.ownerUrl, (owner) => owner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`));
  expect((await holesIn(fresh.appUrl)).length).toBeGreaterThan(0);
});

async function freshCopy(): Promise<FreshDatabase> {
  const fresh = await migratedDatabase(cooperation);
  await fill(fresh);
  return fresh;
}
