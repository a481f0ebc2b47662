import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Bodies1763942460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE body (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        name jsonb NOT NULL,
        acronym text NOT NULL,
        family text NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        voting boolean,
        cadence text,
        parent_body_id uuid REFERENCES body (id),
        languages text[] NOT NULL,
        themes text[] NOT NULL,
        classification text NOT NULL,
        source text NOT NULL)`);
    await runner.query('CREATE INDEX body_by_acronym ON body (acronym, id)');
    await runner.query('CREATE INDEX body_any_acronym ON body (lower(acronym))');
    for (const column of ['family', 'level', 'parent_body_id'])
      await runner.query(`CREATE INDEX body_${column} ON body (${column})`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE body');
  }
}
