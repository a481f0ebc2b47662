import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names and states of other services' records, for services that refer to them. */
export class KnownRecordTables1763942410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE known_record (subject text PRIMARY KEY, ref text, title jsonb, state text)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_record');
  }
}
