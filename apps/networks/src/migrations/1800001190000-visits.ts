import { addFilterIndexes } from '@passerelle/platform/data/database';
import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const begins = 'starts_on, id';
const indexes = [
  `visit (${begins})`,
  `visit (status, ${begins})`,
  `visit (direction, ${begins})`,
  `visit (network_id, ${begins})`,
  `visit (activity_id, ${begins})`,
  `visit (body_meeting_id, ${begins})`,
  `visit (project_id, ${begins})`,
  `visit (coalesce(report_due_on, 'infinity'::date), id)`,
  'visit (ends_on)',
  'visit (report_due_on)',
  'visit (reported_on)',
  'visit (changed_at, id)',
  'visit USING gin (countries)',
  'visit USING gin (regional_partners)',
  // What the clock asks every minute.
  `visit (report_due_on, id) WHERE status = 'made' AND report_overdue_on IS NULL`,
];

// Meetings and projects are records of other services: no table here could vouch for them.
const table = `
  CREATE TABLE visit (
    id uuid PRIMARY KEY,
    ref text COLLATE by_number NOT NULL UNIQUE,
    version integer NOT NULL,
    status text NOT NULL,
    direction text NOT NULL,
    title jsonb NOT NULL,
    purpose jsonb NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    place jsonb,
    partners jsonb NOT NULL,
    countries text[] NOT NULL,
    participants integer,
    network_id uuid REFERENCES network (id),
    activity_id uuid REFERENCES activity (id),
    body_meeting_id uuid,
    project_id uuid,
    costs jsonb,
    carbon jsonb,
    report_exempt boolean NOT NULL,
    level text NOT NULL,
    objective text NOT NULL,
    departments text[] NOT NULL,
    themes text[] NOT NULL,
    regional_partners text[] NOT NULL,
    classification text NOT NULL,
    authorised_on date,
    authorisation text,
    cost_total jsonb,
    report_due_on date,
    report_overdue_on date,
    reported_on date,
    report_late boolean,
    report jsonb,
    reason jsonb,
    retracted_at timestamptz,
    changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT visit_days CHECK (starts_on <= ends_on))`;

/** Missions of the agency, and delegations that it receives. */
export class Visits1800001190000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addFilterIndexes(runner, ['visit']);
    await addSearch(runner, 'visit', {
      texts: ['NEW.title', 'NEW.purpose'],
      words: [
        `NEW.place->>'name'`,
        `jsonb_path_query_array(NEW.partners, '$[*].organisation.name')::text`,
        'NEW.authorisation',
      ],
      references: ['NEW.ref'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'visit');
    await runner.query('DROP TABLE visit');
  }
}
