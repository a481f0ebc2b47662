import type { Database } from '../../data/database/index.js';
import { verifyAndKeep } from './verification.js';

/** `node main.js audit-verify`: compares the audit trail with what was sealed; auditors then read its verdict too. */
export const auditJobs: Readonly<Record<string, (database: Database) => Promise<void>>> = {
  'audit-verify': reportVerdict,
};

/** One line of JSON; a trail that is not intact ends the job with 1. */
async function reportVerdict(database: Database): Promise<void> {
  const verdict = await verifyAndKeep(database, new AbortController().signal);
  process.stdout.write(`${JSON.stringify(verdict)}\n`);
  if (!verdict.intact) process.exitCode = 1;
}
