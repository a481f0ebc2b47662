import { addFilterIndexes } from '@passerelle/platform/data/database';
import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const indexes = [
  'visibility_item (shown_on, id)',
  'visibility_item (kind, shown_on, id)',
  'visibility_item (citing_country, shown_on, id)',
  'visibility_item (activity_id)',
  'visibility_item (visit_id)',
  'visibility_item (changed_at, id)',
  ...['project_ids', 'plan_ids', 'languages'].map((column) => `visibility_item USING gin (${column})`),
];

// Projects and plans are records of other services: no table here could vouch for them.
const table = `
  CREATE TABLE visibility_item (
    id uuid PRIMARY KEY,
    ref text COLLATE by_number NOT NULL UNIQUE,
    version integer NOT NULL,
    kind text NOT NULL,
    title jsonb NOT NULL,
    shown_on date NOT NULL,
    outlet text,
    place jsonb,
    project_ids text[] NOT NULL,
    plan_ids text[] NOT NULL,
    work jsonb,
    activity_id uuid REFERENCES activity (id),
    visit_id uuid REFERENCES visit (id),
    languages text[] NOT NULL,
    reach jsonb NOT NULL,
    citing_country text,
    url text,
    archived_hash text,
    level text NOT NULL,
    objective text NOT NULL,
    departments text[] NOT NULL,
    themes text[] NOT NULL,
    regional_partners text[] NOT NULL,
    classification text NOT NULL,
    source text,
    retracted_at timestamptz,
    changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`;

/** Where work of ours was seen. */
export class Visibility1800001200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addFilterIndexes(runner, ['visibility_item']);
    await addSearch(runner, 'visibility_item', {
      texts: ['NEW.title', 'NEW.work'],
      words: ['NEW.outlet', `NEW.place->>'name'`],
      references: ['NEW.ref'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'visibility_item');
    await runner.query('DROP TABLE visibility_item');
  }
}
