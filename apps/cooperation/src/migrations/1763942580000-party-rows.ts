import type { MigrationInterface, QueryRunner } from 'typeorm';

const ofParty = `classification = 'internal' AND current_setting('app.party', true) = ANY (parties)`;
const underAgreement = (condition: string) =>
  `EXISTS (SELECT 1 FROM agreement WHERE agreement.id = agreement_id AND (${condition}))`;

/**
 * The second wall around what regions share: for a caller of another region PostgreSQL itself shows the rows that the
 * region may see, and takes no row that it is not a party to. The owner is held too: a migration that fills a column in
 * becomes `cooperation_app` first, or it would find no row.
 */
export class PartyRows1763942580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.guard(runner, 'agreement', `classification = 'public' OR (${ofParty})`, ofParty);
    await this.guard(runner, 'forum_meeting', underAgreement('true'), underAgreement(ofParty));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['forum_meeting', 'agreement']) {
      for (const policy of ['party_changes', 'party_adds', 'party_sees', 'whole'])
        await runner.query(`DROP POLICY ${policy} ON ${table}`);
      await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
    }
  }

  private async guard(runner: QueryRunner, table: string, seen: string, written: string): Promise<void> {
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
}
