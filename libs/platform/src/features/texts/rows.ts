import { systemActor } from '../../data/request-transaction/index.js';
import type { Database, Tx } from '../../data/database/index.js';
import { inJson, without } from './redaction.js';

// Rows of any table that contain words, whatever their columns are. Row policies apply to the owner of a table too, who would
// silently find no row: they are lifted inside the transaction, so nobody else sees that.

const by = systemActor('takeBackText');

/** A table, and the id of its row where it has one. */
export interface Holder {
  readonly table: string;
  readonly id: string | null;
}

interface Where {
  readonly only?: readonly string[];
  readonly except?: readonly string[];
}

const tables = `
  SELECT relname AS name FROM pg_class
   WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
     AND ($1::text[] IS NULL OR relname = ANY($1)) AND relname <> ALL($2) ORDER BY relname`;

/** The rows that contain the words; a few of each table. */
export async function holdersOf(db: Database, words: string, { only, except = [] }: Where): Promise<Holder[]> {
  const found: Holder[] = [];
  for (const { name } of await db.query<{ name: string }>(tables, [only ?? null, except])) {
    const rows = await db.transaction(by, (tx) =>
      unguarded(tx, name, () =>
        tx.query<{ id: string | null }[]>(
          `SELECT to_jsonb(held) ->> 'id' AS id FROM "${name}" AS held WHERE ${contains} LIMIT 5`,
          [inJson(words)],
        ),
      ),
    );
    found.push(...rows.map(({ id }) => ({ table: name, id })));
  }
  return found;
}

const contains = 'strpos(to_jsonb(held)::text, $1) > 0';

async function unguarded<Result>(tx: Tx, table: string, work: () => Promise<Result>): Promise<Result> {
  const [guarded] = await tx.query<{ forced: boolean }[]>(
    'SELECT relforcerowsecurity AS forced FROM pg_class WHERE oid = $1::regclass',
    [`"${table}"`],
  );
  if (guarded?.forced !== true) return work();
  await tx.query(`ALTER TABLE "${table}" NO FORCE ROW LEVEL SECURITY`);
  const result = await work();
  await tx.query(`ALTER TABLE "${table}" FORCE ROW LEVEL SECURITY`);
  return result;
}

interface Held {
  readonly place: string;
  readonly held: Readonly<Record<string, unknown>>;
}

/**
 * Takes the words from the rows of a table, as they are taken from the facts of these records: the state still equals the last
 * fact. Returns from how many rows.
 */
export const fromRows = (tx: Tx, table: string, words: string): Promise<number> =>
  unguarded(tx, table, async () => {
    const rows = await tx.query<Held[]>(
      `SELECT ctid::text AS place, to_jsonb(held) AS held FROM "${table}" AS held WHERE ${contains} FOR UPDATE`,
      [inJson(words)],
    );
    for (const { place, held } of rows) {
      const changed = Object.entries(held).filter(
        ([, value]) => JSON.stringify(without(value, words)) !== JSON.stringify(value),
      );
      const columns = changed.map(([name]) => `"${name}"`).join(', ');
      const rest = without(Object.fromEntries(changed), words);
      await tx.query(
        `UPDATE "${table}" SET (${columns}) = (SELECT ${columns} FROM jsonb_populate_record(NULL::"${table}", $1::jsonb))
          WHERE ctid = $2::tid`,
        [JSON.stringify(rest), place],
      );
    }
    return rows.length;
  });
