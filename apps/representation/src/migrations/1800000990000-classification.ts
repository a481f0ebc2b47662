import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Seats and mandates copy the classification of their body; one that the previous release adds meanwhile is internal. */
export class Classification1800000990000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['seat', 'mandate']) {
      await runner.query(`ALTER TABLE ${table} ADD COLUMN classification text NOT NULL DEFAULT 'internal'`);
      await runner.query(`
        UPDATE ${table} SET classification = body.classification FROM body
         WHERE body.id = ${table}.body_id AND body.classification <> 'internal'`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['seat', 'mandate']) await runner.query(`ALTER TABLE ${table} DROP COLUMN classification`);
  }
}
