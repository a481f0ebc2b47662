import type { Bind, Relations } from '@passerelle/platform/access/rights';
import { readIn, type Tx } from '@passerelle/platform/data/database';

interface Kind {
  readonly relations: Relations;
}

/**
 * Rows that other records show: `sql` reads the table as `record`, under the condition that the actor may see it and that it was not
 * taken back.
 */
export async function readVisible<Row extends object>(
  tx: Tx,
  { relations }: Kind,
  sql: (isVisible: string, bind: Bind) => string,
): Promise<Row[]> {
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const seen = tx.actor.reach(relations).sees?.(bind) ?? 'true';
  return (await readIn<Row>(tx, sql(`(${seen}) AND record.retracted_at IS NULL`, bind), values)).rows;
}
