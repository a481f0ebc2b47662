import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PartnerCity1763942640000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner ADD city text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE partner DROP COLUMN city');
  }
}
