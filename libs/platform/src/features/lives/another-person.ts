import { readIn, type Tx } from '../../data/database/index.js';
import type { Caller } from '../../access/identity/index.js';

// Another pair of eyes: an act may ask that somebody else performed an earlier one. Who did is read from the audit trail, which is
// written in the same transaction as the act; a person erased there is nobody's equal any more. Machines are subjects too.

const lastBy = `
  SELECT person.subject FROM audit_entry entry LEFT JOIN audit_person person ON person.pseudonym = entry.actor
   WHERE entry.record_id = $1 AND entry.operation = $2 ORDER BY entry.id DESC LIMIT 1`;

interface Earlier {
  /** The record. */
  readonly id: string;
  /** None, one or several. */
  readonly acts: string | readonly string[] | undefined;
  /** The id of the operation of an act. */
  readonly operationOf: (act: string) => string;
}

/** Those of the acts that the caller itself performed last on a record. */
export async function ownActs(tx: Tx, { id, acts = [], operationOf }: Earlier, caller: Caller): Promise<string[]> {
  const own: string[] = [];
  for (const act of [acts].flat()) if (await performedBySame(tx, id, operationOf(act), caller)) own.push(act);
  return own;
}

/** Whether the caller itself performed an operation on a record last. */
async function performedBySame(tx: Tx, id: string, operation: string, { subject }: Caller): Promise<boolean> {
  const { rows } = await readIn<{ subject: string | null }>(tx, lastBy, [id, operation]);
  return rows[0]?.subject === subject;
}
