import { v4, v7 } from 'uuid';
import { preparedIn, type Touched, type Tx } from '../database/index.js';
import { currentTrace } from '../../kernel/telemetry/index.js';

// Audit entries: one row per changed record, in the transaction of the change. The person is a pseudonym, the record is
// hashes, the reason is the caller's. `audit_person` alone maps pseudonyms to people, so a person can be erased there without
// breaking the chain.

export interface Auditing {
  /** Undefined for machines. */
  readonly subject: string | undefined;
  readonly client: string;
  readonly party: string | undefined;
  readonly operation: string;
  readonly reason: unknown;
}

const write = `
  INSERT INTO audit_entry (id, actor, client, party, operation, kind, record_id, version, before, after, reason, trace)
  SELECT $12, pseudonym, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
    FROM (SELECT pseudonym FROM audit_person WHERE subject = $1 UNION ALL SELECT NULL WHERE $1::text IS NULL) AS person`;

const introduce = `
  INSERT INTO audit_person (pseudonym, subject) VALUES ($1, $2) ON CONFLICT (subject) DO NOTHING`;

export async function writeAudit(tx: Tx, auditing: Auditing, touched: readonly Touched[]): Promise<void> {
  const { subject = null, client, party = null, operation, reason } = auditing;
  const why = reason === undefined || reason === null ? null : JSON.stringify(reason);
  const { trace = null } = currentTrace();
  for (const { kind, id, version, before, after } of touched) {
    const values = [subject, client, party, operation, kind, id, version, before, after, why, trace, v7()];
    const { rowCount } = await preparedIn(tx, write, values);
    if (rowCount === 1) continue;
    await preparedIn(tx, introduce, [v4(), subject]);
    await preparedIn(tx, write, values);
  }
}
