import type { QueryRunner } from 'typeorm';

// Row-level security, the second barrier (DECISIONS D16): for a caller of another region PostgreSQL returns only
// visible rows and rejects rows in which the region has no part. FORCE applies it to the owner too: a migration that
// fills a column must first SET ROLE cooperation_app, or it finds no rows.

export const askingParty = `current_setting('app.party', true)`;

export interface RowPolicy {
  /** SQL condition: which rows another region sees. */
  readonly seen: string;
  /** SQL condition: which rows it may add and change. */
  readonly written: string;
}

export async function guardRows(runner: QueryRunner, table: string, { seen, written }: RowPolicy): Promise<void> {
  await runner.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
  await runner.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
  await runner.query(`CREATE POLICY whole ON ${table} TO cooperation_app, cooperation_list USING (true)`);
  // One policy per command: a policy for ALL would let a region delete every row that it sees.
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

/** Rows with a classification and a column `parties`: the regions that they are shared with. */
export const sharedRows: RowPolicy = {
  seen: `classification = 'public' OR (classification = 'internal' AND ${askingParty} = ANY (parties))`,
  written: `classification = 'internal' AND ${askingParty} = ANY (parties)`,
};

/** As `sharedRows`, but a region may also act in public records to which it is a party. */
export const jointRows: RowPolicy = {
  seen: `classification = 'public' OR (classification = 'internal' AND ${askingParty} = ANY (parties))`,
  written: `classification <> 'restricted' AND ${askingParty} = ANY (parties)`,
};
