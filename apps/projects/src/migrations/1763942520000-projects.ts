import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Projects1763942520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE project (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        programme_id uuid NOT NULL REFERENCES programme (id),
        acronym text NOT NULL,
        title jsonb NOT NULL,
        summary jsonb,
        starts_on date,
        ends_on date,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        classification text NOT NULL,
        role text,
        origin text NOT NULL,
        import_source text,
        external_ids jsonb,
        regional_partners text[] NOT NULL,
        source text,
        status_since date,
        status_reason jsonb,
        quality_flags text[] NOT NULL,
        CONSTRAINT project_period CHECK (starts_on <= ends_on))`);
    // One call number, one acronym: METRO and Metro would be the same project to whoever reads the list of operations.
    await runner.query('CREATE UNIQUE INDEX project_acronym ON project (programme_id, lower(acronym))');
    await this.indexSorts(runner);
    await this.indexFilters(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE project');
  }

  private async indexSorts(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX project_by_acronym ON project (acronym, id)');
    await runner.query(`CREATE INDEX project_by_starts_on ON project (coalesce(starts_on, 'infinity'::date), id)`);
  }

  private async indexFilters(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX project_any_acronym ON project (lower(acronym))');
    for (const column of ['status', 'level', 'role', 'origin', 'import_source', 'starts_on', 'ends_on'])
      await runner.query(`CREATE INDEX project_${column} ON project (${column})`);
    await runner.query('CREATE INDEX project_quality_flags ON project USING gin (quality_flags)');
  }
}
