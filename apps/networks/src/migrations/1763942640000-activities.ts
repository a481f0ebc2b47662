import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Activities1763942640000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Bodies and projects are records of other services: no table here could vouch for them.
    await runner.query(`
      CREATE TABLE activity (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        kind text NOT NULL,
        title jsonb NOT NULL,
        network_id uuid REFERENCES network (id),
        body_id uuid,
        project_id uuid,
        starts_on date NOT NULL,
        ends_on date NOT NULL,
        place jsonb,
        online boolean NOT NULL,
        part text NOT NULL,
        audience jsonb NOT NULL,
        countries text[] NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        regional_partners text[] NOT NULL,
        classification text NOT NULL,
        source text NOT NULL,
        withdrawal_reason jsonb,
        CONSTRAINT activity_days CHECK (starts_on <= ends_on))`);
    await runner.query(`CREATE INDEX activity_by_starts_on ON activity (coalesce(starts_on, 'infinity'::date), id)`);
    const filtered = ['status', 'kind', 'part', 'network_id', 'body_id', 'project_id', 'level', 'starts_on', 'ends_on'];
    for (const column of filtered) await runner.query(`CREATE INDEX activity_${column} ON activity (${column})`);
    await runner.query('CREATE INDEX activity_countries ON activity USING gin (countries)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE activity');
  }
}
