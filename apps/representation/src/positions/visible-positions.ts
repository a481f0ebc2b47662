import type { Bind } from '@passerelle/platform/access/rights';
import { readVisible, type Tx } from '@passerelle/platform/data/database';
import { PositionRecord } from './position.entity.js';

/** The positions under a condition over `record` that were not taken back and that the actor may see; the oldest first. */
export const visiblePositions = <Row extends object>(
  tx: Tx,
  columns: string,
  condition: (bind: Bind) => string,
): Promise<Row[]> =>
  readVisible<Row>(
    tx,
    PositionRecord,
    (isVisible, bind) =>
      `SELECT ${columns} FROM position record WHERE (${condition(bind)}) AND ${isVisible} ORDER BY id`,
  );
