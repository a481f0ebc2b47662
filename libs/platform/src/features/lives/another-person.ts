import { readIn, type Tx } from '../../data/database/index.js';
import type { Caller } from '../../access/identity/index.js';

// Another pair of eyes: an act may ask that somebody else performed an earlier one. Who did is read from the audit trail, which is
// written in the same transaction as the act; a person erased there is nobody's equal any more. Machines are subjects too.

const lastBy = `
  SELECT person.subject FROM audit_entry entry LEFT JOIN audit_person person ON person.pseudonym = entry.actor
   WHERE entry.record_id = $1 AND entry.operation = $2 ORDER BY entry.id DESC LIMIT 1`;

/** Whether the caller itself performed an operation on a record last. */
export async function performedBySame(tx: Tx, id: string, operation: string, { subject }: Caller): Promise<boolean> {
  const { rows } = await readIn<{ subject: string | null }>(tx, lastBy, [id, operation]);
  return rows[0]?.subject === subject;
}
