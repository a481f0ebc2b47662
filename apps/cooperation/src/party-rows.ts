import type { QueryRunner } from 'typeorm';

// The second wall (DECISIONS D16): for a caller of another region PostgreSQL itself shows the rows that the region may see
// and takes no row that it has no side in. The owner is held too: a migration that fills a column in becomes
// `cooperation_app` first, or it would find no row.

export const askingParty = `current_setting('app.party', true)`;

export interface Wall {
  /** SQL over the row: which ones another region sees. */
  readonly seen: string;
  /** Which ones it may add and change. */
  readonly written: string;
}

export async function guardRows(runner: QueryRunner, table: string, { seen, written }: Wall): Promise<void> {
  await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await runner.query(`CREATE POLICY whole ON ${table} TO cooperation_app, cooperation_list USING (true)`);
  // For each act a policy of its own: one for all acts would let a region delete whatever it may see.
  await runner.query(`CREATE POLICY party_sees ON ${table} FOR SELECT TO cooperation_party USING (${seen})`);
  await runner.query(`CREATE POLICY party_adds ON ${table} FOR INSERT TO cooperation_party WITH CHECK (${written})`);
  await runner.query(
    `CREATE POLICY party_changes ON ${table} FOR UPDATE TO cooperation_party USING (${written}) WITH CHECK (${written})`,
  );
}

export async function unguardRows(runner: QueryRunner, table: string): Promise<void> {
  for (const policy of ['party_changes', 'party_adds', 'party_sees', 'whole'])
    await runner.query(`DROP POLICY ${policy} ON ${table}`);
  await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
}

/** Rows with a classification and the regions they are shared with, in the column `parties`. */
export const sharedRows: Wall = {
  seen: `classification = 'public' OR (classification = 'internal' AND ${askingParty} = ANY (parties))`,
  written: `classification = 'internal' AND ${askingParty} = ANY (parties)`,
};

/** As `sharedRows`, where a region acts in a record of its own that is public too. */
export const jointRows: Wall = {
  seen: `classification = 'public' OR (classification = 'internal' AND ${askingParty} = ANY (parties))`,
  written: `classification <> 'restricted' AND ${askingParty} = ANY (parties)`,
};
