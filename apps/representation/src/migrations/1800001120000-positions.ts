import { addFilterIndexes } from '@passerelle/platform/data/database';
import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const meeting = `coalesce(meeting_on, 'infinity'::date), id`;
const indexes = [
  `position (${meeting})`,
  `position (body_id, ${meeting})`,
  `position (status, ${meeting})`,
  'position (body_meeting_id)',
  'position (procedure)',
  'position (coordination)',
  'position (belgian_result)',
  `position (coalesce(due_on, 'infinity'::date), id)`,
  `position (coalesce(assessed_on, 'infinity'::date), id)`,
  'position (meeting_on)',
  'position (due_on)',
  'position (assessed_on)',
  'position (published_on)',
  'position (changed_at, id)',
  // Those with an interest of which something became.
  'position USING gin (interests jsonb_path_ops)',
  // Those that were defended at a meeting.
  'position USING gin (interventions jsonb_path_ops)',
];

// What a position rests on is a list, often of records of other services: no table here could vouch for them.
const table = `
  CREATE TABLE position (
    id uuid PRIMARY KEY,
    ref text COLLATE by_number NOT NULL UNIQUE,
    version integer NOT NULL,
    status text NOT NULL,
    title jsonb NOT NULL,
    summary jsonb,
    document jsonb,
    procedure text,
    body_meeting_id uuid REFERENCES body_meeting (id),
    agenda_item integer,
    coordination text NOT NULL,
    interests jsonb NOT NULL,
    co_signers jsonb NOT NULL,
    based_on jsonb NOT NULL,
    departments text[] NOT NULL,
    themes text[] NOT NULL,
    level text NOT NULL,
    objective text NOT NULL,
    classification text NOT NULL,
    body_id uuid REFERENCES body (id),
    meeting_on date,
    due_on date,
    validated_on date,
    validated_by jsonb,
    timely boolean,
    regional_on date,
    regional_result text,
    belgian_on date,
    belgian_forum text,
    belgian_result text,
    interventions jsonb NOT NULL,
    defended_on date,
    abstained_on date,
    adopted jsonb,
    assessed_on date,
    published_on date,
    published_at text,
    reason jsonb,
    retracted_at timestamptz,
    changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`;

/** What the Region wants of a text, and what became of it. */
export class Positions1800001120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addFilterIndexes(runner, ['position']);
    await addSearch(runner, 'position', {
      texts: ['NEW.title', 'NEW.summary'],
      words: [
        'NEW.procedure',
        `jsonb_path_query_array(NEW.interests, '$[*].topic.*')::text`,
        `jsonb_path_query_array(NEW.interests, '$[*].wording.*')::text`,
      ],
      references: ['NEW.ref'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'position');
    await runner.query('DROP TABLE position');
  }
}
