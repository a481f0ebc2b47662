import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bodies and seats end; a seat says since when it is vacant, and which days are the Region's to fill. */
export class LivesOfSeats1800001090000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE body ADD status text NOT NULL DEFAULT 'active'`);
    await runner.query('ALTER TABLE body ADD report_days integer NOT NULL DEFAULT 10');
    await runner.query('ALTER TABLE body ADD position_days integer NOT NULL DEFAULT 5');
    await runner.query('ALTER TABLE body ADD ended_on date');
    await runner.query('ALTER TABLE mandate ADD function jsonb');
    await runner.query('ALTER TABLE mandate ADD person_erased boolean NOT NULL DEFAULT false');
    await runner.query(`ALTER TABLE seat ADD status text NOT NULL DEFAULT 'active'`);
    await runner.query('ALTER TABLE seat ADD since date');
    await runner.query('ALTER TABLE seat ADD ended_on date');
    await runner.query('ALTER TABLE seat ADD held_from date');
    await runner.query('ALTER TABLE seat ADD held_to date');
    await runner.query('ALTER TABLE seat ADD vacant_since date');
    await runner.query('CREATE INDEX body_status ON body (status)');
    await runner.query('CREATE INDEX seat_status ON seat (status)');
    await runner.query('CREATE INDEX seat_vacant_since ON seat (vacant_since)');
    // The clock looks for mandates whose period is over.
    await runner.query(`
      CREATE INDEX mandate_running ON mandate ((period->>'to')) WHERE status IN ('active', 'suspended')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of ['mandate_running', 'seat_vacant_since', 'seat_status', 'body_status'])
      await runner.query(`DROP INDEX ${index}`);
    await runner.query('ALTER TABLE seat DROP COLUMN vacant_since');
    await runner.query('ALTER TABLE seat DROP COLUMN held_to');
    await runner.query('ALTER TABLE seat DROP COLUMN held_from');
    await runner.query('ALTER TABLE seat DROP COLUMN ended_on');
    await runner.query('ALTER TABLE seat DROP COLUMN since');
    await runner.query('ALTER TABLE seat DROP COLUMN status');
    await runner.query('ALTER TABLE mandate DROP COLUMN person_erased');
    await runner.query('ALTER TABLE mandate DROP COLUMN function');
    await runner.query('ALTER TABLE body DROP COLUMN ended_on');
    await runner.query('ALTER TABLE body DROP COLUMN position_days');
    await runner.query('ALTER TABLE body DROP COLUMN report_days');
    await runner.query('ALTER TABLE body DROP COLUMN status');
  }
}
