import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mandates copy the level and the departments of their seat; one that the previous release proposes meanwhile has none. */
export class MandateDepartments1800001150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mandate ADD COLUMN level text');
    await runner.query('ALTER TABLE mandate ADD COLUMN departments text[]');
    await runner.query(`
      UPDATE mandate SET level = seat.level, departments = seat.departments FROM seat WHERE seat.id = mandate.seat_id`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE mandate DROP COLUMN departments');
    await runner.query('ALTER TABLE mandate DROP COLUMN level');
  }
}
