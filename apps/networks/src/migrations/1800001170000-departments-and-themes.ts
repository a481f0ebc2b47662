import { addFilterIndexes, dropFilterIndexes } from '@passerelle/platform/data/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which departments use a membership, what an office is about, and when its term ends. Instances of the previous release register
 * memberships and offices without them meanwhile; the end of a term that they correct is announced on the day that was known before.
 */
export class DepartmentsAndThemes1800001170000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE membership ADD COLUMN departments text[] NOT NULL DEFAULT '{}'`);
    await runner.query(`ALTER TABLE office ADD COLUMN themes text[] NOT NULL DEFAULT '{}'`);
    await runner.query('ALTER TABLE office ADD COLUMN term_ends_on date');
    await runner.query('ALTER TABLE office ADD COLUMN end_near_on date');
    await runner.query(`UPDATE office SET term_ends_on = (term->>'endsOn')::date WHERE term ? 'endsOn'`);
    // What the clock asks every minute.
    await runner.query(`
      CREATE INDEX office_ends ON office (term_ends_on, id) WHERE status = 'inOffice' AND end_near_on IS NULL`);
    await addFilterIndexes(runner, ['membership', 'office']);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropFilterIndexes(runner, ['membership', 'office']);
    await runner.query('ALTER TABLE office DROP COLUMN end_near_on, DROP COLUMN term_ends_on, DROP COLUMN themes');
    await runner.query('ALTER TABLE membership DROP COLUMN departments');
  }
}
