import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['membership', 'office', 'activity'];

/** What the Region or its agency did itself needs no source. */
export class OwnSource1800000920000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} ALTER COLUMN source DROP NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of tables) {
      await runner.query(`UPDATE ${table} SET source = 'not given' WHERE source IS NULL`);
      await runner.query(`ALTER TABLE ${table} ALTER COLUMN source SET NOT NULL`);
    }
  }
}
