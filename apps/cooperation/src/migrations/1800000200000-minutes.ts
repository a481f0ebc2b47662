import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { askingParty } from '../shared/visibility/row-policies.js';

const scheduled = `coalesce(scheduled_on, 'infinity'::date), id`;
const indexes = {
  by_scheduled_on: `(${scheduled})`,
  by_status: `(status, ${scheduled})`,
  by_tier: `(tier, ${scheduled})`,
  by_agreement: `(agreement_id, ${scheduled})`,
  by_chair: `(chair_party, ${scheduled})`,
  held_on: '(held_on)',
};

/** What a party does at a meeting it does, too, where everybody may read of the agreement. */
const takesPart = `EXISTS (SELECT 1 FROM agreement WHERE agreement.id = agreement_id
  AND classification <> 'restricted' AND ${askingParty} = ANY (agreement.parties))`;
const before = `EXISTS (SELECT 1 FROM agreement WHERE agreement.id = agreement_id
  AND (classification = 'internal' AND ${askingParty} = ANY (parties)))`;

export class Minutes1800000200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE forum_meeting
        ADD short_notice boolean,
        ADD attendance jsonb,
        ADD minutes jsonb,
        ADD approvals jsonb NOT NULL DEFAULT '[]',
        ADD minutes_approved_on date`);
    for (const [name, columns] of Object.entries(indexes))
      await runner.query(`CREATE INDEX forum_meeting_${name} ON forum_meeting ${columns}`);
    await addSearch(runner, 'forum_meeting', {
      words: [
        'NEW.ref',
        'NEW.source',
        `jsonb_path_query_array(NEW.place, '$.*')::text`,
        `jsonb_path_query_array(NEW.agenda, '$[*].*')::text`,
      ],
    });
    await this.letWrite(runner, takesPart);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.letWrite(runner, before);
    await dropSearch(runner, 'forum_meeting');
    for (const name of Object.keys(indexes)) await runner.query(`DROP INDEX forum_meeting_${name}`);
    const columns = ['short_notice', 'attendance', 'minutes', 'approvals', 'minutes_approved_on'];
    await runner.query(`ALTER TABLE forum_meeting ${columns.map((column) => `DROP ${column}`).join(', ')}`);
  }

  private async letWrite(runner: QueryRunner, who: string): Promise<void> {
    await runner.query(`ALTER POLICY party_adds ON forum_meeting WITH CHECK (${who})`);
    await runner.query(`ALTER POLICY party_changes ON forum_meeting USING (${who}) WITH CHECK (${who})`);
  }
}
