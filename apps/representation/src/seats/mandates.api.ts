import { loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { MandateRecord } from './mandate.entity.js';
import { heldOn, Mandate } from './mandate.schema.js';

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

/** A mandate as the brief of a meeting shows it. */
export const MandateInBrief = Mandate.pick({ href: true, ref: true, role: true, actsFor: true, function: true }).meta({
  id: 'MandateInBrief',
});

/** Who goes to a meeting: the function for everybody, the id of the person for those who may see people. */
export type Delegate = Pick<MandateRecord, 'id' | 'ref' | 'role' | 'actsFor' | 'function' | 'personId'>;

export const delegatesBy = (tx: Tx, ids: readonly string[]): Promise<Delegate[]> =>
  tx.query<Delegate[]>(
    `SELECT id, ref, role, acts_for AS "actsFor", function, person_id AS "personId" FROM mandate
      WHERE id = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], id)`,
    [ids],
  );

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
    Object.assign(mandate, { personId: null, personErased: true });
    await update(tx, MandateRecord, mandate);
  }
  return ids;
}
