import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contact points say that every region sees them, as their facts must. */
export class ContactParties1800000990000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contact_point
        ADD COLUMN parties text[] NOT NULL DEFAULT '{BE-BRU,BE-VLG,BE-WAL,X-BE-DG}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contact_point DROP COLUMN parties');
  }
}
