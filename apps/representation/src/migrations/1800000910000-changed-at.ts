import { addChangedAt, addFilterIndexes, dropFilterIndexes } from '@passerelle/platform/data/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['body', 'seat', 'mandate'];

/** When each record last changed; and what its lists are narrowed by: objective, level, department, theme. */
export class ChangedAt1800000910000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await addChangedAt(runner, tables);
    await addFilterIndexes(runner, tables);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropFilterIndexes(runner, tables);
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP COLUMN changed_at`);
  }
}
