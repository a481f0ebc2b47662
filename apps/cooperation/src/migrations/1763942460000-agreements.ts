import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Agreements1763942460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE agreement (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        title jsonb NOT NULL,
        parties text[] NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        obligations jsonb NOT NULL,
        source text NOT NULL,
        classification text NOT NULL,
        signed_on date,
        ended_on date,
        end_reason jsonb)`);
    await runner.query(
      `CREATE INDEX agreement_by_status ON agreement (status, coalesce(signed_on, 'infinity'::date), id)`,
    );
    await runner.query('CREATE INDEX agreement_parties ON agreement USING gin (parties)');
    await runner.query(`CREATE INDEX agreement_signed_on ON agreement (coalesce(signed_on, 'infinity'::date), id)`);
    await runner.query(`
      CREATE TABLE cadence_breach (
        agreement_id uuid NOT NULL REFERENCES agreement (id),
        obligation text NOT NULL,
        missed_from date NOT NULL,
        PRIMARY KEY (agreement_id, obligation, missed_from))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cadence_breach, agreement');
  }
}
