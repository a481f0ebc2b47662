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

const recorded = 'position product event_id aggregate_id aggregate_version type schema_version envelope data'.split(
  ' ',
);

/**
 * A text can be taken back from a fact: by the owner of the schema alone, so not by a running service, and the digest of what
 * was recorded stays. PostgreSQL computes it at the insertion, also for instances of the previous release.
 */
export class TakenBackFacts1800000980000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE event_log ADD COLUMN data_sha256 bytea, ADD COLUMN taken_back_at timestamptz');
    await runner.query('DROP TRIGGER event_log_freeze ON event_log');
    await runner.query(`UPDATE event_log SET data_sha256 = sha256(convert_to(data, 'UTF8'))`);
    await runner.query('ALTER TABLE event_log ALTER COLUMN data_sha256 SET NOT NULL');
    await runner.query(`
      CREATE FUNCTION event_log_digest() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.data_sha256 := sha256(convert_to(NEW.data, 'UTF8'));
        RETURN NEW;
      END $$`);
    await runner.query(
      'CREATE TRIGGER event_log_digest BEFORE INSERT ON event_log FOR EACH ROW EXECUTE FUNCTION event_log_digest()',
    );
    await runner.query(`
      CREATE FUNCTION event_log_takes_back_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
          AND NEW.data <> OLD.data AND NEW.taken_back_at IS NOT NULL
          AND to_jsonb(NEW) - '{data,taken_back_at}'::text[] = to_jsonb(OLD) - '{data,taken_back_at}'::text[] THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'event_log is append-only';
      END $$`);
    await this.freeze(runner, [...recorded, 'data_sha256', 'taken_back_at'], 'event_log_takes_back_only');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.freeze(runner, recorded, 'event_log_is_append_only');
    await runner.query('DROP TRIGGER event_log_digest ON event_log');
    await runner.query('DROP FUNCTION event_log_takes_back_only, event_log_digest');
    await runner.query('ALTER TABLE event_log DROP COLUMN data_sha256, DROP COLUMN taken_back_at');
  }

  /** The relay's update is not among these columns, and costs no call of the function. */
  private async freeze(runner: QueryRunner, columns: readonly string[], judge: string): Promise<void> {
    const row = (version: string): string => `(${columns.map((column) => `${version}.${column}`).join(', ')})`;
    await runner.query(`
      CREATE OR REPLACE TRIGGER event_log_freeze BEFORE UPDATE ON event_log FOR EACH ROW
      WHEN (OLD.pub_seq IS NOT NULL OR ${row('OLD')} IS DISTINCT FROM ${row('NEW')}) EXECUTE FUNCTION ${judge}()`);
  }
}

/** What the readers of each data product were shown last of each record. */
export class DataProducts1800001000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE product_record (
        product text, record text, digest bytea NOT NULL, PRIMARY KEY (product, record))`);
    await runner.query('CREATE INDEX product_record_record ON product_record (record)');
    // A product that is being opened does not have all that its readers may see yet.
    await runner.query('ALTER TABLE event_product ADD COLUMN is_filled boolean NOT NULL DEFAULT true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE event_product DROP COLUMN is_filled');
    await runner.query('DROP TABLE product_record');
  }
}

/** The tables of facts, for services of tests; the real services have a generated list of single migrations. */
export const factTables = [
  FactTables1763942400000,
  NoRecordIndex1800000700000,
  TakenBackFacts1800000980000,
  DataProducts1800001000000,
];
