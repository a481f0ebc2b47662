import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The mailbox of a contact point: a person is named only where one is registered. */
export class Mailbox1800000930000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contact_point ADD COLUMN mailbox text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contact_point DROP COLUMN mailbox');
  }
}
