import { dropCuts, indexCuts } from '@passerelle/platform/data/database';
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
  'procedure_step',
  'work_site',
];

/** Lists are narrowed by objective, level, department and theme. */
export class CutIndexes1800000950000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return indexCuts(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropCuts(runner, tables);
  }
}
