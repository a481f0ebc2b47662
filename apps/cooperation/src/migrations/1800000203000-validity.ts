import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Validity1800000203000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE agreement ADD validity jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE agreement DROP validity');
  }
}
