import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work that outlives its request. Every service has this table. */
export class TaskTables1763942430000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE task (
        id uuid PRIMARY KEY,
        kind text NOT NULL,
        input jsonb NOT NULL,
        asked_at timestamptz NOT NULL DEFAULT now(),
        attempts int NOT NULL DEFAULT 0,
        leased_until timestamptz,
        ended_at timestamptz,
        result jsonb,
        CHECK (result IS NULL OR ended_at IS NOT NULL))`);
    await runner.query('CREATE INDEX task_waiting ON task (id) WHERE ended_at IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE task');
  }
}
