import { addChangedAt } from '@passerelle/platform/data/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['network', 'membership', 'office', 'activity'];

/** When each record last changed. */
export class ChangedAt1800000910000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return addChangedAt(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP COLUMN changed_at`);
  }
}
