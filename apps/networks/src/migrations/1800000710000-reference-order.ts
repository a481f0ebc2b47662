import { orderByNumber } from '@passerelle/platform/data/lists';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** CO-2026-9999 comes before CO-2026-10000. */
export class ReferenceOrder1800000710000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await orderByNumber(runner, ['network', 'membership', 'activity', 'office']);
  }

  /** Nothing to take back: the version before reads this too. */
  async down(): Promise<void> {}
}
