import { addFilterIndexes } from '@passerelle/platform/data/database';
import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const captured = 'captured_on, id';
const indexes = [
  `practice (${captured})`,
  `practice (status, ${captured})`,
  'practice (visit_id)',
  'practice (activity_id)',
  'practice (project_id)',
  `practice ((origin #>> '{place,country}'), ${captured})`,
  // What became of practices in a plan or a project.
  `practice ((target ->> 'id'), adopted_on)`,
  'practice USING gin (adopted_by)',
  `practice (coalesce(assessed_on, 'infinity'::date), id)`,
  `practice (coalesce(implemented_on, 'infinity'::date), id)`,
  'practice (assessed_on)',
  'practice (adopted_on)',
  'practice (implemented_on)',
  'practice (changed_at, id)',
];

// Projects, targets and what a practice rests on are often records of other services: no table here could vouch for them.
const table = `
  CREATE TABLE practice (
    id uuid PRIMARY KEY,
    ref text COLLATE by_number NOT NULL UNIQUE,
    version integer NOT NULL,
    status text NOT NULL,
    title jsonb NOT NULL,
    problem jsonb NOT NULL,
    solution jsonb NOT NULL,
    origin jsonb NOT NULL,
    visit_id uuid REFERENCES visit (id),
    activity_id uuid REFERENCES activity (id),
    project_id uuid,
    based_on jsonb NOT NULL,
    level text NOT NULL,
    objective text NOT NULL,
    departments text[] NOT NULL,
    themes text[] NOT NULL,
    regional_partners text[] NOT NULL,
    classification text NOT NULL,
    source text,
    captured_on date NOT NULL,
    assessed_on date,
    potential integer,
    assessment jsonb,
    shortlisted_on date,
    decided_on date,
    adopted_on date,
    adopted_by text[],
    target jsonb,
    implemented_on date,
    evaluated_on date,
    result jsonb,
    abandoned_on date,
    reason jsonb,
    retracted_at timestamptz,
    changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp())`;

/** What other cities do better, and what became of it here. */
export class Practices1800001210000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(table);
    for (const index of indexes) await runner.query(`CREATE INDEX ON ${index}`);
    await addFilterIndexes(runner, ['practice']);
    await addSearch(runner, 'practice', {
      texts: ['NEW.title', 'NEW.problem', 'NEW.solution', 'NEW.result'],
      words: [`NEW.origin #>> '{place,name}'`, `NEW.origin #>> '{organisation,name}'`],
      references: ['NEW.ref'],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'practice');
    await runner.query('DROP TABLE practice');
  }
}
