import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['body', 'mandate', 'seat'];

/** When a record was taken back, as registered in error. */
export class Retraction1800000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} ADD COLUMN retracted_at timestamptz`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP COLUMN retracted_at`);
  }
}
