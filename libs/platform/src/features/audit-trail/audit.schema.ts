import { z } from 'zod';
import { anyOf, byId, collection, type Filter } from '../../data/lists/index.js';

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Word = z.string().min(1).max(100);

/** One act on one record. The person is a pseudonym. */
export const AuditEntry = z
  .object({
    id: z.uuid(),
    at: z.string().max(40).describe('When it was done'),
    actor: z.uuid().optional().describe('Pseudonym of the person; absent for machines'),
    client: z.string().max(200),
    party: z.string().max(20).optional(),
    operation: Word,
    kind: Word.describe('The kind of record'),
    recordId: z.uuid(),
    version: z.int().min(1).describe('The version that the act made'),
    before: Hash.optional().describe('SHA-256 of the record before; absent for a new one'),
    after: Hash.describe('SHA-256 of the record after'),
    reason: z.unknown().optional().describe('Why, in the words of the request; absent once it was taken back'),
    reasonSha256: Hash.optional().describe('SHA-256 of the reason, which the hash chain contains in its place'),
    trace: z.string().max(64).optional(),
    sealNo: z
      .int()
      .min(1)
      .optional()
      .describe('Its number in the hash chain; absent until it is sealed, some seconds later'),
    hash: Hash.optional().describe('SHA-256 of the entry and of the hash before it'),
  })
  .meta({ id: 'AuditEntry' });

const instant = (words: string, operator: '>=' | '<'): Filter => ({
  schema: Instant.optional().describe(words),
  sql: (value, bind) => `record.at ${operator} ${bind(value)}::timestamptz`,
});
const Instant = z.iso.datetime({ offset: true });

/** The oldest come first: an entry's id says when it was written. */
export const auditEntries = collection({
  table: 'audit_entry',
  item: AuditEntry,
  relations: {},
  filters: {
    recordId: anyOf('record_id', z.uuid()),
    kind: anyOf('kind', Word),
    operation: anyOf('operation', Word),
    client: anyOf('client', z.string().min(1).max(200)),
    actor: anyOf('actor', z.uuid()),
    from: instant('Whose `at` is this instant or later.', '>='),
    until: instant('Whose `at` is before this instant.', '<'),
  },
  sorts: { at: byId },
  defaultSort: 'at',
});
export type AuditQuery = z.infer<typeof auditEntries.query>;

/** What the last verification found. */
export const AuditVerification = z
  .object({
    at: z.iso.datetime(),
    intact: z.boolean(),
    entries: z.int().min(0),
    sealNo: z.int().min(0).describe('The last entry of the chain that was checked'),
    hash: Hash.describe('Its hash'),
    fault: z.string().max(300).optional().describe('The first fault, in English, for the investigator'),
  })
  .meta({
    id: 'AuditVerification',
    description: 'Whether the audit trail of a service is unchanged since it was sealed, as of its last verification.',
  });
export type AuditVerification = z.infer<typeof AuditVerification>;

export const AuditPage = auditEntries.page.extend({
  verification: AuditVerification.optional().describe('Absent until the trail is verified for the first time'),
});

/** The state of the trail that an hourly fact publishes, so that its last hash is also known outside of this database. */
export const AuditTrailState = z
  .object({
    id: z.uuid(),
    version: z.int().min(1),
    sealNo: z.int().min(1),
    hash: Hash,
    classification: z.literal('internal'),
  })
  .meta({ id: 'AuditTrailState' });
