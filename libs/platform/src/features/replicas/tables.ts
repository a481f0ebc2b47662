import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may see such a record, and its days. */
export class KnownRecordReach1800000900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE known_record ADD COLUMN classification text, ADD COLUMN parties text[], ADD COLUMN days daterange`,
    );
    // The facts are read again: they hold what the table lacks.
    await runner.query(`UPDATE fact_checkpoint SET sequence = 0 WHERE consumer = 'known'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE known_record DROP COLUMN classification, DROP COLUMN parties, DROP COLUMN days');
  }
}

/** Names and states of other services' records, for services that refer to them. */
export class KnownRecordTables1763942410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE known_record (subject text PRIMARY KEY, ref text, title jsonb, state text)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_record');
  }
}
