import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Networks1763942460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE network (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        name jsonb NOT NULL,
        acronym text,
        wikidata text,
        level text NOT NULL,
        legal_form text,
        seat_country text,
        member_counts jsonb NOT NULL,
        themes text[] NOT NULL,
        url text,
        classification text NOT NULL,
        source text NOT NULL)`);
    await runner.query(`CREATE INDEX network_by_acronym ON network (coalesce(acronym, ''), id)`);
    await runner.query('CREATE INDEX network_any_acronym ON network (lower(acronym))');
    for (const column of ['wikidata', 'level'])
      await runner.query(`CREATE INDEX network_${column} ON network (${column})`);
    await runner.query('CREATE INDEX network_themes ON network USING gin (themes)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE network');
  }
}
