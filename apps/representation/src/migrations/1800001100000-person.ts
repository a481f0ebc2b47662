import { keepReasons, letReasonsBeErased } from '@passerelle/platform/data/request-transaction';
import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, and what erases the reasons about them. Mandates refer to them without a foreign key: earlier ones name a person not yet registered. */
export class Person1800001100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person (
        id uuid PRIMARY KEY,
        ref text COLLATE by_number NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        name text,
        email text,
        phone text,
        languages text[] NOT NULL,
        functions jsonb NOT NULL,
        legal_ground text NOT NULL,
        kept_until date NOT NULL,
        erased_on date,
        changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        CHECK (status <> 'erased' OR (erased_on IS NOT NULL AND functions = '[]' AND languages = '{}'
          AND coalesce(name, email, phone) IS NULL)))`);
    await runner.query('CREATE INDEX person_kept_until ON person (kept_until, id)');
    await runner.query('CREATE INDEX person_changed_at ON person (changed_at, id)');
    await runner.query('CREATE INDEX mandate_person_id ON mandate (person_id)');
    await addSearch(runner, 'person', {
      words: [
        ...['NEW.name', 'NEW.email', 'NEW.phone'],
        `jsonb_path_query_array(NEW.functions, '$[*].organisation.name')::text`,
      ],
      references: ['NEW.ref'],
    });
    await letReasonsBeErased(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await keepReasons(runner);
    await dropSearch(runner, 'person');
    await runner.query('DROP INDEX mandate_person_id');
    await runner.query('DROP TABLE person');
  }
}
