import type { Bind } from '@passerelle/platform/access/rights';
import { readIn, type Tx } from '@passerelle/platform/data/database';
import { PositionRecord } from './position.entity.js';

/** The positions under a condition over `record` that were not taken back and that the actor may see; the oldest first. */
export async function visiblePositions<Row extends object>(
  tx: Tx,
  columns: string,
  condition: (bind: Bind) => string,
): Promise<Row[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const seen = tx.actor.reach(PositionRecord.relations).sees?.(bind) ?? 'true';
  const sql = `
    SELECT ${columns} FROM position record
     WHERE (${condition(bind)}) AND (${seen}) AND retracted_at IS NULL ORDER BY id`;
  return (await readIn<Row>(tx, sql, values)).rows;
}
