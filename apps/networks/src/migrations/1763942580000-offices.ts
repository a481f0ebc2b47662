import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Offices1763942580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE office (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        membership_id uuid NOT NULL REFERENCES membership (id),
        network_id uuid NOT NULL REFERENCES network (id),
        holder_kind text NOT NULL,
        status text NOT NULL,
        role text NOT NULL,
        organ text,
        elected boolean NOT NULL,
        term jsonb NOT NULL,
        source text NOT NULL,
        took_office_on date,
        left_office_on date,
        status_since date,
        status_reason jsonb,
        CONSTRAINT office_days CHECK (took_office_on <= left_office_on))`);
    await runner.query(
      `CREATE INDEX office_by_took_office_on ON office (coalesce(took_office_on, 'infinity'::date), id)`,
    );
    for (const column of ['membership_id', 'network_id', 'holder_kind', 'status', 'role', 'took_office_on'])
      await runner.query(`CREATE INDEX office_${column} ON office (${column})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE office');
  }
}
