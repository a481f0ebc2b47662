import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every fact of every service, in the order of its source, and the states of records that follow from them. */
export class Ledger1763942460000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE ledger (
        source text NOT NULL,
        sequence bigint NOT NULL,
        id uuid NOT NULL,
        type text NOT NULL,
        short_type text NOT NULL,
        subject text NOT NULL,
        time timestamptz NOT NULL,
        recordedtime timestamptz NOT NULL,
        traceparent text,
        data jsonb NOT NULL,
        event text NOT NULL,
        PRIMARY KEY (source, sequence),
        UNIQUE (source, id))`);
    await runner.query('CREATE INDEX ledger_known ON ledger (source, recordedtime, sequence)');
    await this.protect(runner);
    await runner.query(`
      CREATE TABLE record_state (
        subject text NOT NULL,
        sequence bigint NOT NULL,
        resource text NOT NULL,
        source text NOT NULL,
        data jsonb NOT NULL,
        known_from timestamptz NOT NULL,
        known_to timestamptz,
        PRIMARY KEY (subject, sequence))`);
    await runner.query('CREATE UNIQUE INDEX record_state_open ON record_state (subject) WHERE known_to IS NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE record_state, ledger');
    await runner.query('DROP FUNCTION ledger_is_append_only()');
  }

  private async protect(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'ledger is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER ledger_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger
      FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()`);
  }
}
