import { indexByKey } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['network', 'membership', 'office', 'activity'];
const running = `status IN ('active', 'inArrears', 'noticeGiven')`;

/** When a record was taken back, as registered in error; such a membership keeps nobody from another one. */
export class Retraction1800000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} ADD COLUMN retracted_at timestamptz`);
    await this.allowOne(runner, `${running} AND retracted_at IS NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.allowOne(runner, running);
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP COLUMN retracted_at`);
  }

  /** One such membership of a holder in a network, known by its name or by its number in Wikidata. */
  private async allowOne(runner: QueryRunner, where: string): Promise<void> {
    const name = { table: 'membership', name: `(holder->>'name')`, unique: { within: 'network_id', where } };
    await indexByKey(runner, { ...name, index: 'membership_holder_name' });
    await runner.query('DROP INDEX membership_holder_wikidata');
    await runner.query(`
      CREATE UNIQUE INDEX membership_holder_wikidata ON membership (network_id, (holder->'ids'->>'wikidata'))
      WHERE ${where}`);
  }
}
