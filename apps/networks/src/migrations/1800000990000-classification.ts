import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Offices copy the classification of their membership; one that the previous release adds meanwhile is internal. */
export class Classification1800000990000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE office ADD COLUMN classification text NOT NULL DEFAULT 'internal'`);
    await runner.query(`
      UPDATE office SET classification = membership.classification FROM membership
       WHERE membership.id = office.membership_id AND membership.classification <> 'internal'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE office DROP COLUMN classification');
  }
}
