import { loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { MandateRecord } from './mandate.entity.js';
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

/**
 * Takes an erased person from every mandate, also from one that was retracted; returns the ids of these mandates. They keep their
 * days. Each gets a new version, as its readers see another record: no cache shows the person again, and an act under way does not
 * write the person back. No fact carried the person, and none follows.
 */
export async function releaseMandates(tx: Tx, personId: string): Promise<string[]> {
  const sql = 'SELECT id FROM mandate WHERE person_id = $1 ORDER BY id FOR NO KEY UPDATE';
  const ids = (await tx.query<{ id: string }[]>(sql, [personId])).map(({ id }) => id);
  for (const id of ids) {
    const mandate = await loadFollower(tx, MandateRecord, id);
    mandate.personId = null;
    await update(tx, MandateRecord, mandate);
  }
  return ids;
}
