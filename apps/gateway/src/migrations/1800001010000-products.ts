import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The data products of all services as their subscribers read them. `product_state` has the last fact of each record that is in the
 * product, for the snapshot. The chain of a fact covers every fact up to it, so the proof of a range reads one row.
 */
export class Products1800001010000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE data_product (
        product text PRIMARY KEY,
        epoch int NOT NULL DEFAULT 1,
        sequence bigint NOT NULL DEFAULT 0,
        chain bytea NOT NULL DEFAULT decode(repeat('00', 32), 'hex'),
        recorded_at timestamptz)`);
    await runner.query(`
      CREATE TABLE product_fact (
        product text REFERENCES data_product,
        sequence bigint,
        id uuid NOT NULL,
        subject text NOT NULL,
        chain bytea NOT NULL,
        event text NOT NULL,
        PRIMARY KEY (product, sequence))`);
    await runner.query(`
      CREATE TABLE product_state (
        product text, subject text, sequence bigint NOT NULL,
        PRIMARY KEY (product, subject), FOREIGN KEY (product, sequence) REFERENCES product_fact)`);
    await this.protect(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE product_state, product_fact, data_product');
    await runner.query('DROP FUNCTION product_fact_takes_back_only, product_fact_is_append_only');
  }

  /** Only the owner of the schema may take a text back, and then nothing but the data and its mark changes. */
  private async protect(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION product_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'product_fact is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER product_fact_keep BEFORE DELETE OR TRUNCATE ON product_fact
      FOR EACH STATEMENT EXECUTE FUNCTION product_fact_is_append_only()`);
    await runner.query(`
      CREATE FUNCTION product_fact_takes_back_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
          AND to_jsonb(NEW) - 'event' = to_jsonb(OLD) - 'event'
          AND NEW.event::jsonb - '{data,takenback}'::text[] = OLD.event::jsonb - '{data,takenback}'::text[] THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'product_fact is append-only';
      END $$`);
    await runner.query(`
      CREATE TRIGGER product_fact_freeze BEFORE UPDATE ON product_fact
      FOR EACH ROW EXECUTE FUNCTION product_fact_takes_back_only()`);
  }
}
