import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Partners1763942580000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE partner (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        project_id uuid NOT NULL REFERENCES project (id),
        origin text NOT NULL,
        organisation jsonb NOT NULL,
        role text NOT NULL,
        country text NOT NULL,
        nuts jsonb,
        budget jsonb NOT NULL,
        active boolean NOT NULL,
        joined_on date,
        left_on date,
        leaving_reason jsonb,
        quality_flags text[] NOT NULL)`);
    // Two leads that arrive at the same moment: the second loses here, whatever the rule in the service has seen.
    await runner.query(`
      CREATE UNIQUE INDEX partner_one_lead ON partner (project_id) WHERE role = 'lead' AND active AND origin = 'own'`);
    await runner.query('CREATE INDEX partner_project ON partner (project_id)');
    for (const column of ['role', 'country'])
      await runner.query(`CREATE INDEX partner_${column} ON partner (${column})`);
    await runner.query(`CREATE INDEX partner_organisation ON partner USING spgist (lower(organisation->>'name'))`);
    await runner.query('CREATE INDEX partner_quality_flags ON partner USING gin (quality_flags)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE partner');
  }
}
