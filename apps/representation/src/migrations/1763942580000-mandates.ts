import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Mandates1763942580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mandate (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        seat_id uuid NOT NULL REFERENCES seat (id),
        body_id uuid NOT NULL REFERENCES body (id),
        person_id uuid,
        role text NOT NULL,
        acts_for text NOT NULL,
        period jsonb NOT NULL,
        appointed_by jsonb,
        started_on date,
        ended_on date,
        suspensions jsonb NOT NULL,
        CONSTRAINT mandate_tenure CHECK (started_on < ended_on))`);
    await runner.query(`CREATE INDEX mandate_by_started_on ON mandate (coalesce(started_on, 'infinity'::date), id)`);
    for (const column of ['seat_id', 'body_id', 'status', 'role', 'acts_for', 'started_on'])
      await runner.query(`CREATE INDEX mandate_${column} ON mandate (${column})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mandate');
  }
}
