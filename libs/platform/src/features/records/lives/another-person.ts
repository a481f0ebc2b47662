import { readIn, type Tx } from '../../../data/database/index.js';
import type { Caller } from '../../../access/identity/index.js';

// Another pair of eyes: an act may ask that somebody else performed an earlier one. Who did is read from the audit trail, which is
// written in the same transaction as the act; a person erased there is nobody's equal any more.

const lastBy = `
  SELECT person.subject, entry.client, entry.actor IS NULL AS machine
    FROM audit_entry entry LEFT JOIN audit_person person ON person.pseudonym = entry.actor
   WHERE entry.record_id = $1 AND entry.operation = $2 ORDER BY entry.id DESC LIMIT 1`;

interface Performer {
  readonly subject: string | null;
  readonly client: string;
  readonly machine: boolean;
}

/** Whether the caller itself performed an operation on a record last; machines are compared by client. */
export async function performedBySame(tx: Tx, id: string, operation: string, caller: Caller): Promise<boolean> {
  const { rows } = await readIn<Performer>(tx, lastBy, [id, operation]);
  const [last] = rows;
  if (last === undefined) return false;
  return last.machine ? caller.subject === undefined && last.client === caller.client : last.subject === caller.subject;
}
