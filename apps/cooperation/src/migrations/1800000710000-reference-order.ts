import { orderByNumber } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** CO-2026-9999 comes before CO-2026-10000. */
export class ReferenceOrder1800000710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await orderByNumber(runner, [
      'plan_component',
      'procedure_step',
      'plan',
      'plan_notice',
      'consultation',
      'opinion',
      'party',
      'contact_point',
      'agreement',
      'forum_meeting',
      'decision',
      'action_item',
      'joint_study',
      'joint_programme',
      'work_site',
      'data_sharing',
    ]);
  }

  /** Nothing to take back: the version before reads this too. */
  async down(): Promise<void> {}
}
