import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Programmes1763942460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE programme (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        code text NOT NULL,
        name jsonb NOT NULL,
        period jsonb NOT NULL,
        funding_mode text NOT NULL,
        consortium_rule jsonb,
        stages integer,
        max_rates jsonb,
        level text NOT NULL,
        objective text NOT NULL,
        source text NOT NULL)`);
    await runner.query('CREATE UNIQUE INDEX programme_code ON programme (code)');
    await runner.query('CREATE INDEX programme_by_code ON programme (code, id)');
    await runner.query('CREATE INDEX programme_funding_mode ON programme (funding_mode)');
    await runner.query('CREATE INDEX programme_level ON programme (level)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE programme');
  }
}
