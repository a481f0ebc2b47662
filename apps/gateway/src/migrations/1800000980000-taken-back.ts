import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The owner of the schema may take a text back from a fact in the ledger; everything else of the ledger stays. */
export class TakenBack1800000980000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER ledger_keep ON ledger');
    await this.keep(runner, 'DELETE OR TRUNCATE');
    await runner.query(`
      CREATE FUNCTION ledger_takes_back_only() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)
          AND to_jsonb(NEW) - '{data,event}'::text[] = to_jsonb(OLD) - '{data,event}'::text[]
          AND NEW.data = NEW.event::jsonb -> 'data' AND NEW.event::jsonb - 'data' = OLD.event::jsonb - 'data' THEN
          RETURN NEW;
        END IF;
        RAISE EXCEPTION 'ledger is append-only';
      END $$`);
    await runner.query(
      'CREATE TRIGGER ledger_freeze BEFORE UPDATE ON ledger FOR EACH ROW EXECUTE FUNCTION ledger_takes_back_only()',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER ledger_freeze ON ledger');
    await runner.query('DROP FUNCTION ledger_takes_back_only');
    await runner.query('DROP TRIGGER ledger_keep ON ledger');
    await this.keep(runner, 'UPDATE OR DELETE OR TRUNCATE');
  }

  private async keep(runner: QueryRunner, acts: string): Promise<void> {
    await runner.query(`
      CREATE TRIGGER ledger_keep BEFORE ${acts} ON ledger
      FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_append_only()`);
  }
}
