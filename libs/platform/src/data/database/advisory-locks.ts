import { preparedIn } from './database.js';
import type { Tx } from './actor.js';

// Every advisory lock of the product in one place: if two features picked the same number or word in a database, they would
// block each other without a visible reason.

/** Work that one instance does for all. A number never changes: instances of two releases run at the same time. */
export const advisoryLocks = {
  migrations: 7_217_001,
  outboxRelay: 7_217_002,
  keptAnswers: 7_217_010,
  auditVerification: 7_217_011,
  dataProducts: 7_217_012,
  partnerStreams: 7_217_013,
  deadlines: 7_217_101,
  indicators: 7_217_201,
} as const;
export type AdvisoryLock = keyof typeof advisoryLocks;

/** Records that are changed one after the other, for which no row can be locked; the words go into the hash of the lock. */
const recordLocks = {
  plan: 'plan',
  apiKeysOf: 'api_key',
  calendarFeedsOf: 'calendar_feed',
  visibilityOn: 'visibility_item',
} as const;
export type RecordLock = keyof typeof recordLocks;

/** Locks the record until the transaction ends. */
export async function lockRecord(tx: Tx, lock: RecordLock, id: string): Promise<void> {
  await preparedIn(tx, `SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0))`, [recordLocks[lock], id]);
}
