import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callers have asked in the current window. Unlogged: it costs no write-ahead log, and may be lost. */
export class RateWindow1763943060000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE UNLOGGED TABLE rate_window (
        key text PRIMARY KEY,
        used bigint NOT NULL,
        ends_at timestamptz NOT NULL
      ) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE rate_window');
  }
}
