import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The event log of a service: written with the change, never pruned. Every service has these tables. */
export class FactTables1763942400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE event_log (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        product text NOT NULL,
        event_id uuid NOT NULL,
        aggregate_id text NOT NULL,
        aggregate_version bigint NOT NULL,
        type text NOT NULL,
        schema_version text NOT NULL,
        envelope jsonb NOT NULL,
        data text NOT NULL,
        recorded_at timestamptz,
        pub_seq bigint,
        UNIQUE (product, event_id))`);
    await runner.query('CREATE INDEX event_log_unsequenced ON event_log (product, position) WHERE pub_seq IS NULL');
    await runner.query(
      'CREATE UNIQUE INDEX event_log_sequence ON event_log (product, pub_seq) WHERE pub_seq IS NOT NULL',
    );
    await runner.query('CREATE INDEX event_log_record ON event_log (aggregate_id)');
    await runner.query(`
      CREATE TABLE event_product (
        product text PRIMARY KEY,
        assigned bigint NOT NULL DEFAULT 0,
        last_recorded timestamptz NOT NULL DEFAULT '-infinity',
        epoch int NOT NULL DEFAULT 1)`);
    await runner.query(`INSERT INTO event_product (product) VALUES ('internal')`);
    await runner.query(
      'CREATE TABLE fact_checkpoint (consumer text, source text, sequence bigint NOT NULL, PRIMARY KEY (consumer, source))',
    );
    await runner.query('CREATE SEQUENCE reference');
    await this.protectLog(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE event_log, event_product, fact_checkpoint');
    await runner.query('DROP SEQUENCE reference');
  }

  /** The event log is append-only: only the relay's two columns (`pub_seq`, `recorded_at`) may be filled in, and only once. */
  private async protectLog(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION event_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'event_log is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER event_log_keep BEFORE DELETE OR TRUNCATE ON event_log FOR EACH STATEMENT EXECUTE FUNCTION event_log_is_append_only()`);
    const written = `position product event_id aggregate_id aggregate_version type schema_version envelope data`.split(
      ' ',
    );
    const row = (version: string): string => `(${written.map((column) => `${version}.${column}`).join(', ')})`;
    await runner.query(`
      CREATE TRIGGER event_log_freeze BEFORE UPDATE ON event_log FOR EACH ROW
      WHEN (OLD.pub_seq IS NOT NULL OR ${row('OLD')} IS DISTINCT FROM ${row('NEW')})
      EXECUTE FUNCTION event_log_is_append_only()`);
  }
}

/** Nothing asks the log for the facts of one record; the index cost a fifth of what numbering a fact costs. */
export class NoRecordIndex1800000700000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX event_log_record');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX event_log_record ON event_log (aggregate_id)');
  }
}
