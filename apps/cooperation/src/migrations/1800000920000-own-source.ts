import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['plan', 'procedure_step'];

/** A region may leave out the source of what it records of its own plan. */
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
