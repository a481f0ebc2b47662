import { dropCuts, indexCuts } from '@passerelle/platform/data/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const tables = ['programme', 'project', 'partner'];

/** Lists are narrowed by objective, level, department and theme. */
export class CutIndexes1800000950000 implements MigrationInterface {
  up(runner: QueryRunner): Promise<void> {
    return indexCuts(runner, tables);
  }

  down(runner: QueryRunner): Promise<void> {
    return dropCuts(runner, tables);
  }
}
