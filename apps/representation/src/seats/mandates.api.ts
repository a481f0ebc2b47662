import type { Tx } from '@passerelle/platform/data/database';
import { heldOn } from './mandate.schema.js';

/** A mandate, and whether it is one on a seat of the body asked for, and in force on the day asked for. */
export interface MandateOnDay {
  readonly id: string;
  readonly ref: string;
  readonly isInForce: boolean;
}

/** Those of these mandates that exist. A share lock keeps them from being ended, suspended or taken back in the meantime. */
export function mandatesInForce(
  tx: Tx,
  ids: readonly string[],
  bodyId: string,
  day: string,
): Promise<readonly MandateOnDay[]> {
  const values: unknown[] = [ids, bodyId];
  const isHeld = heldOn.sql(day, (value) => `$${values.push(value)}`);
  return tx.query<MandateOnDay[]>(
    `SELECT id, ref, coalesce(body_id = $2 AND ${isHeld}, false) AS "isInForce"
       FROM mandate record WHERE id = ANY($1::uuid[]) AND retracted_at IS NULL ORDER BY id FOR SHARE`,
    values,
  );
}
