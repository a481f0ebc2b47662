import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardRows, jointRows } from '../shared/visibility/row-policies.js';

const underProgramme = (condition: string) =>
  `EXISTS (SELECT 1 FROM joint_programme WHERE joint_programme.id = joint_programme_id AND (${condition}))`;

export class JointProgrammes1800000360000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE joint_programme (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        title jsonb NOT NULL,
        parties text[] NOT NULL,
        partners jsonb NOT NULL,
        steering_group jsonb,
        started_on date,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        classification text NOT NULL,
        source text NOT NULL,
        editions jsonb NOT NULL,
        latest_edition integer,
        ended_on date,
        end_reason jsonb)`);
    await runner.query('CREATE INDEX joint_programme_status ON joint_programme (status, ref, id)');
    await runner.query('CREATE INDEX joint_programme_parties ON joint_programme USING gin (parties)');
    await addDay(runner, 'joint_programme', 'started_on');
    await addSearch(runner, 'joint_programme', {
      texts: ['NEW.title'],
      words: ['NEW.ref', 'NEW.source', `jsonb_path_query_array(NEW.partners, '$[*].organisation.name')::text`],
    });
    await guardRows(runner, 'joint_programme', jointRows);
    await addWorkSites(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['work_site', 'joint_programme']) {
      await dropSearch(runner, table);
      await runner.query(`DROP TABLE ${table}`);
    }
  }
}

async function addWorkSites(runner: QueryRunner): Promise<void> {
  await runner.query(`
    CREATE TABLE work_site (
      id uuid PRIMARY KEY,
      ref text NOT NULL UNIQUE,
      version integer NOT NULL,
      status text NOT NULL,
      joint_programme_id uuid NOT NULL REFERENCES joint_programme (id),
      title jsonb NOT NULL,
      place jsonb,
      source text NOT NULL,
      parties text[] NOT NULL,
      classification text NOT NULL,
      level text NOT NULL,
      objective text NOT NULL,
      support_recorded jsonb NOT NULL,
      steering_group_on date,
      opened_on date,
      status_since date,
      status_reason jsonb)`);
  await runner.query('CREATE INDEX work_site_programme ON work_site (joint_programme_id, ref, id)');
  await runner.query('CREATE INDEX work_site_status ON work_site (status, ref, id)');
  await addDay(runner, 'work_site', 'opened_on');
  await addSearch(runner, 'work_site', { texts: ['NEW.title'], words: ['NEW.ref', 'NEW.source'] });
  await guardRows(runner, 'work_site', {
    seen: underProgramme('true'),
    written: underProgramme(jointRows.written),
  });
}

/** A date is sorted with those that have none, and narrowed without them. */
async function addDay(runner: QueryRunner, table: string, day: string): Promise<void> {
  await runner.query(`CREATE INDEX ${table}_${day} ON ${table} (${day}) WHERE ${day} IS NOT NULL`);
  await runner.query(`CREATE INDEX ${table}_by_${day} ON ${table} (coalesce(${day}, 'infinity'::date), id)`);
}
