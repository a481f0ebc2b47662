import type { Bind } from '@passerelle/platform/access/rights';
import { readVisible, type Tx } from '@passerelle/platform/data/database';
import { PracticeRecord } from './practice.entity.js';

/** The practices under a condition over `record` that the actor may see and that were not taken back; the oldest first. */
export const visiblePractices = <Row extends object>(
  tx: Tx,
  columns: string,
  condition: (bind: Bind) => string,
): Promise<Row[]> =>
  readVisible<Row>(
    tx,
    PracticeRecord,
    (isVisible, bind) =>
      `SELECT ${columns} FROM practice record WHERE (${condition(bind)}) AND ${isVisible} ORDER BY id`,
  );
