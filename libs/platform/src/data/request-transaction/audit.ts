import { v4, v7 } from 'uuid';
import { preparedIn, sendIn, type Tx } from '../database/index.js';
import { currentTrace } from '../../kernel/telemetry/index.js';

// Audit entries: one row per changed record, in the transaction of the change. The person is a pseudonym, the record is
// hashes, the reason is the caller's. `audit_person` alone maps pseudonyms to people, so a person can be erased there without
// breaking the chain.

export interface Auditing {
  /** Of the person; undefined for work of the service itself. */
  readonly pseudonym: string | undefined;
  readonly client: string;
  readonly party: string | undefined;
  readonly operation: string;
  readonly reason: unknown;
}

const write = `
  INSERT INTO audit_entry (actor, client, party, operation, kind, record_id, version, before, after, reason, trace, id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;

const known = 'SELECT pseudonym FROM audit_person WHERE subject = $1';

const introduce = `
  INSERT INTO audit_person (pseudonym, subject) VALUES ($1, $2) ON CONFLICT (subject) DO NOTHING`;

/** The pseudonym under which a person's acts are audited; undefined before the first one. */
export async function knownPseudonym(tx: Tx, subject: string): Promise<string | undefined> {
  const { rows } = await preparedIn<{ pseudonym: string }>(tx, known, [subject]);
  return rows[0]?.pseudonym;
}

/** The pseudonym under which a person's acts are audited, from now on if there was none. */
export const pseudonymOf = async (tx: Tx, subject: string): Promise<string> =>
  (await knownPseudonym(tx, subject)) ?? introduced(tx, subject);

/** Last in a transaction: another one that introduces the same person waits for this one. */
export async function introduced(tx: Tx, subject: string): Promise<string> {
  await preparedIn(tx, introduce, [v4(), subject]);
  const pseudonym = await knownPseudonym(tx, subject);
  if (pseudonym === undefined) throw new Error('a person without a pseudonym');
  return pseudonym;
}

export function writeAudit(tx: Tx, auditing: Auditing): void {
  const { pseudonym = null, client, party = null, operation, reason } = auditing;
  const why = reason === undefined || reason === null ? null : JSON.stringify(reason);
  const { trace = null } = currentTrace();
  for (const { kind, id, version, before, after } of tx.touched) {
    const explained = tx.unexplained.has(id) ? null : why;
    sendIn(tx, write, [pseudonym, client, party, operation, kind, id, version, before, after, explained, trace, v7()]);
  }
}
