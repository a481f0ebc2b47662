import { addSearch, dropSearch } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { guardRows, jointRows } from '../shared/visibility/row-policies.js';

export class JointStudies1800000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE joint_study (
        id uuid PRIMARY KEY,
        ref text NOT NULL UNIQUE,
        version integer NOT NULL,
        status text NOT NULL,
        title jsonb NOT NULL,
        partners jsonb NOT NULL,
        parties text[] NOT NULL,
        shares jsonb NOT NULL,
        budget jsonb,
        share_amounts jsonb,
        agreed_by jsonb NOT NULL,
        contractor jsonb,
        planned_start_on date,
        planned_end_on date,
        work_plan jsonb NOT NULL,
        deliverables jsonb NOT NULL,
        level text NOT NULL,
        objective text NOT NULL,
        departments text[] NOT NULL,
        classification text NOT NULL,
        source text NOT NULL,
        runs_from date,
        runs_to date,
        published_on date,
        publication jsonb,
        status_since date,
        status_reason jsonb)`);
    await runner.query('CREATE INDEX joint_study_status ON joint_study (status, ref, id)');
    await runner.query('CREATE INDEX joint_study_parties ON joint_study USING gin (parties)');
    // A date is sorted with those that have none, and narrowed without them.
    for (const day of ['planned_end_on', 'published_on']) {
      await runner.query(`CREATE INDEX joint_study_${day} ON joint_study (${day}) WHERE ${day} IS NOT NULL`);
      await runner.query(`CREATE INDEX joint_study_by_${day} ON joint_study (coalesce(${day}, 'infinity'::date), id)`);
    }
    await addSearch(runner, 'joint_study', {
      texts: ['NEW.title'],
      words: ['NEW.ref', 'NEW.source', `jsonb_path_query_array(NEW.partners, '$[*].organisation.name')::text`],
    });
    await guardRows(runner, 'joint_study', jointRows);
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropSearch(runner, 'joint_study');
    await runner.query('DROP TABLE joint_study');
  }
}
