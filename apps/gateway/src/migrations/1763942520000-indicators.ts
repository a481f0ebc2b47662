import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the records contribute to the figures, since when and until when that was known, and the figures themselves. */
export class Indicators1763942520000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.progress(runner);
    await runner.query(`
      CREATE TABLE contribution (
        definition text NOT NULL,
        version int NOT NULL,
        period text NOT NULL,
        root text NOT NULL,
        key text NOT NULL,
        dimensions jsonb NOT NULL,
        subject text NOT NULL,
        numerator numeric NOT NULL,
        denominator numeric NOT NULL,
        known_from timestamptz NOT NULL,
        known_to timestamptz,
        PRIMARY KEY (definition, version, period, root, key, known_from))`);
    await runner.query('CREATE INDEX contribution_root ON contribution (definition, version, root)');
    await runner.query(`
      CREATE TABLE cell (
        definition text NOT NULL,
        version int NOT NULL,
        period text NOT NULL,
        dimension text NOT NULL,
        value text NOT NULL,
        contributions int NOT NULL,
        numerator numeric NOT NULL,
        denominator numeric NOT NULL,
        touched_at timestamptz NOT NULL,
        PRIMARY KEY (definition, version, period, dimension, value))`);
    await runner.query(`
      CREATE TABLE cell_key (
        definition text NOT NULL,
        version int NOT NULL,
        period text NOT NULL,
        dimension text NOT NULL,
        value text NOT NULL,
        key text NOT NULL,
        contributions int NOT NULL,
        PRIMARY KEY (definition, version, period, dimension, value, key))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE cell_key, cell, contribution, indicator_member, indicator_root, indicator_position');
  }

  /** How far each definition has read each source, and when each root must be looked at again though no fact arrives. */
  private async progress(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE indicator_position (
        definition text NOT NULL,
        version int NOT NULL,
        source text NOT NULL,
        sequence bigint NOT NULL,
        PRIMARY KEY (definition, version, source))`);
    await runner.query(`
      CREATE TABLE indicator_root (
        definition text NOT NULL,
        version int NOT NULL,
        source text NOT NULL,
        root text NOT NULL,
        seen_at timestamptz NOT NULL,
        next_at timestamptz,
        PRIMARY KEY (definition, version, root))`);
    await runner.query('CREATE INDEX indicator_root_due ON indicator_root (next_at) WHERE next_at IS NOT NULL');
    await runner.query(
      'CREATE TABLE indicator_member (root text NOT NULL, subject text NOT NULL, PRIMARY KEY (root, subject))',
    );
    await runner.query('CREATE INDEX indicator_member_subject ON indicator_member (subject)');
  }
}
