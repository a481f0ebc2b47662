import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { askingParty, guardRows } from '../shared/visibility/row-policies.js';

export class Parties1800000202000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE party (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        code text NOT NULL,
        administration jsonb NOT NULL,
        languages text[] NOT NULL,
        source text NOT NULL,
        classification text NOT NULL,
        CONSTRAINT party_is_public CHECK (classification = 'public'))`);
    await runner.query('CREATE UNIQUE INDEX party_code ON party (code)');
    await runner.query('CREATE INDEX party_languages ON party USING gin (languages)');
    await addSearch(runner, 'party', {
      words: ['NEW.ref', 'NEW.code', `NEW.administration->>'name'`, 'NEW.source'],
    });
    await runner.query(`
      CREATE TABLE contact_point (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        party_id uuid NOT NULL REFERENCES party (id),
        party text NOT NULL,
        person_id uuid,
        function jsonb,
        period jsonb NOT NULL,
        languages text[] NOT NULL,
        source text,
        classification text NOT NULL)`);
    await runner.query('CREATE INDEX contact_point_party_id ON contact_point (party_id, ref)');
    await runner.query('CREATE INDEX contact_point_party ON contact_point (party, ref)');
    await runner.query(`CREATE INDEX contact_point_serves ON contact_point (coalesce(period->>'to', '~'))`);
    await addSearch(runner, 'contact_point', { texts: ['NEW.function'], words: ['NEW.ref', 'NEW.party'] });
    await guardRows(runner, 'party', { seen: 'true', written: `${askingParty} = code` });
    await guardRows(runner, 'contact_point', {
      seen: `coalesce(${askingParty}, '') <> ''`,
      written: `${askingParty} = party`,
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['contact_point', 'party']) {
      await dropSearch(runner, table);
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}
