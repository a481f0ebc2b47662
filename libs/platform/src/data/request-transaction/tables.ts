import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the audit trail and of the answers kept for retries. Every service has them. */
export class ActTables1763942420000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_key (
        client text NOT NULL,
        operation text NOT NULL,
        key text NOT NULL,
        hash text NOT NULL,
        status int NOT NULL,
        headers jsonb NOT NULL,
        body text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (client, operation, key))`);
    await runner.query('CREATE INDEX idempotency_key_at ON idempotency_key (at)');
    await runner.query('CREATE TABLE audit_person (pseudonym uuid PRIMARY KEY, subject text NOT NULL UNIQUE)');
    await runner.query(`
      CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        at timestamptz NOT NULL DEFAULT now(),
        actor uuid,
        client text NOT NULL,
        party text,
        operation text NOT NULL,
        kind text NOT NULL,
        record_id uuid NOT NULL,
        version int NOT NULL,
        before text,
        after text NOT NULL,
        reason jsonb,
        trace text,
        seal_no bigint UNIQUE,
        hash text,
        CHECK ((seal_no IS NULL) = (hash IS NULL)))`);
    await runner.query('CREATE INDEX audit_entry_unsealed ON audit_entry (id) WHERE seal_no IS NULL');
    await runner.query('CREATE INDEX audit_entry_record ON audit_entry (record_id, id)');
    await runner.query(`
      CREATE TABLE audit_head (
        trail uuid PRIMARY KEY,
        seal_no bigint NOT NULL,
        hash text NOT NULL,
        anchored_no bigint NOT NULL,
        anchored_at timestamptz NOT NULL,
        anchors int NOT NULL)`);
    await runner.query(`INSERT INTO audit_head VALUES (gen_random_uuid(), 0, repeat('0', 64), 0, now(), 0)`);
    await this.protectTrail(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_entry, audit_head, audit_person, idempotency_key');
    await runner.query('DROP FUNCTION audit_entry_is_append_only');
  }

  /** Audit entries are append-only: only the seal may be filled in, and only once. */
  private async protectTrail(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION audit_entry_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'audit_entry is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER audit_entry_keep BEFORE DELETE OR TRUNCATE ON audit_entry
      FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_is_append_only()`);
    const written = 'id at actor client party operation kind record_id version before after reason trace'.split(' ');
    const row = (version: string): string => `(${written.map((column) => `${version}.${column}`).join(', ')})`;
    await runner.query(`
      CREATE TRIGGER audit_entry_freeze BEFORE UPDATE ON audit_entry FOR EACH ROW
      WHEN (OLD.seal_no IS NOT NULL OR ${row('OLD')} IS DISTINCT FROM ${row('NEW')})
      EXECUTE FUNCTION audit_entry_is_append_only()`);
  }
}

/**
 * The last verdict about the audit trail: one row. Databases of earlier releases still have the table `task`, which made it: that release
 * reads it during an upgrade, so a later one drops it.
 */
export class AuditVerification1800000950000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_verification (
        is_last boolean PRIMARY KEY DEFAULT true CHECK (is_last),
        at timestamptz NOT NULL,
        intact boolean NOT NULL,
        entries int NOT NULL,
        seal_no bigint NOT NULL,
        hash text NOT NULL,
        fault text,
        CHECK (intact = (fault IS NULL)))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_verification');
  }
}

/**
 * A reason can be taken back from the trail: the chain contains its digest, which is stored with the seal. Entries that an
 * earlier release sealed have none, and contain the reason itself.
 */
export class ReasonDigests1800000980000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_entry ADD COLUMN reason_sha256 text');
    await runner.query(`
      CREATE FUNCTION audit_entry_takes_back_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
          AND NEW.reason IS NULL AND OLD.reason_sha256 IS NOT NULL
          AND to_jsonb(NEW) - 'reason' = to_jsonb(OLD) - 'reason' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'audit_entry is append-only';
      END $$`);
    await this.freeze(runner, 'audit_entry_takes_back_only');
  }

  async down(runner: QueryRunner): Promise<void> {
    await this.freeze(runner, 'audit_entry_is_append_only');
    await runner.query('DROP FUNCTION audit_entry_takes_back_only');
    await runner.query('ALTER TABLE audit_entry DROP COLUMN reason_sha256');
  }

  private async freeze(runner: QueryRunner, judge: string): Promise<void> {
    const written = 'id at actor client party operation kind record_id version before after reason trace'.split(' ');
    const row = (version: string): string => `(${written.map((column) => `${version}.${column}`).join(', ')})`;
    await runner.query(`
      CREATE OR REPLACE TRIGGER audit_entry_freeze BEFORE UPDATE ON audit_entry FOR EACH ROW
      WHEN (OLD.seal_no IS NOT NULL OR ${row('OLD')} IS DISTINCT FROM ${row('NEW')}) EXECUTE FUNCTION ${judge}()`);
  }
}
