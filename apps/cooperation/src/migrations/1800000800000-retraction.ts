import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = [
  'action_item',
  'agreement',
  'consultation',
  'contact_point',
  'data_sharing',
  'decision',
  'forum_meeting',
  'joint_programme',
  'joint_study',
  'opinion',
  'party',
  'plan',
  'plan_component',
  'plan_notice',
  'work_site',
];

/** Unique among the records that were not taken back. */
const unique = [
  { name: 'party_code', on: 'party (code)', where: [] },
  { name: 'plan_component_code', on: 'plan_component (plan_id, code)', where: [] },
  {
    name: 'consultation_one_open',
    on: 'consultation (component_id, iteration, affected_party, legal_basis)',
    where: [`status NOT IN ('closed', 'withdrawn')`],
  },
];

/** When a record was taken back, as registered in error. */
export class Retraction1800000800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of tables) await runner.query(`ALTER TABLE ${table} ADD COLUMN retracted_at timestamptz`);
    await runner.query('ALTER TABLE plan_component DROP CONSTRAINT plan_component_code');
    await runner.query('DROP INDEX party_code, consultation_one_open');
    for (const { name, on, where } of unique)
      await runner.query(
        `CREATE UNIQUE INDEX ${name} ON ${on} WHERE ${[...where, 'retracted_at IS NULL'].join(' AND ')}`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX party_code, plan_component_code, consultation_one_open');
    for (const { name, on, where } of unique)
      await runner.query(
        `CREATE UNIQUE INDEX ${name} ON ${on}${where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`}`,
      );
    for (const table of tables) await runner.query(`ALTER TABLE ${table} DROP COLUMN retracted_at`);
  }
}
