// Faults of the kinds that reach production, one line each: `npm run test:faults` plants them one at a time and shows
// which tests of `npm test` notice. `before` must occur exactly once in its file; faults.spec.ts fails if a fault is
// out of date.

export interface Fault {
  readonly what: string;
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** Tests of `npm test` that must notice: their kind, and a pattern of their paths. */
  readonly noticedBy: readonly [kind: 'unit' | 'e2e', pattern: string];
}

const platform = 'libs/platform/src';

export const faults: readonly Fault[] = [
  {
    what: 'the party clause is dropped: every region sees records that are shared with one',
    file: `${platform}/access/rights/relations.ts`,
    before: "party: (party) => `record.classification = 'internal' AND ${party()} = ANY(record.${column})`,",
    after: "party: () => `record.classification = 'internal'`,",
    noticedBy: ['e2e', 'apps/system-e2e/src/rights'],
  },
  {
    what: 'restricted records are public',
    file: `${platform}/access/rights/relations.ts`,
    before: "isPublic: Relations<never> = { public: () => `record.classification = 'public'` };",
    after: "isPublic: Relations<never> = { public: () => `record.classification <> 'internal'` };",
    noticedBy: ['e2e', 'apps/system-e2e/src/rights'],
  },
  {
    what: 'a list omits the condition on what its caller may see',
    file: `${platform}/data/lists/collection.ts`,
    before: '...(seen === undefined ? [] : [seen(bind)])',
    after: '...(seen === undefined ? [] : [])',
    noticedBy: ['e2e', 'apps/system-e2e/src/rights'],
  },
  {
    what: 'a staff role counts in the token of another region',
    file: `${platform}/access/rights/policy.ts`,
    before: "return caller.roles.includes('partner') ? ['anonymous', 'partner'] : ['anonymous'];",
    after: "return ['anonymous', ...roles.filter((role) => caller.roles.includes(role))];",
    noticedBy: ['e2e', 'apps/system-e2e/src/rights'],
  },
  {
    what: 'row-level security is not switched on for another region',
    file: `${platform}/data/database/database.ts`,
    before: 'await preparedIn(tx, sql, [`${this.roles}_party`, side]);',
    after: 'await preparedIn(tx, "SELECT $1 || $2", [`${this.roles}_party`, side]);',
    noticedBy: ['e2e', 'apps/cooperation/src/shared/visibility/row-policies'],
  },
  {
    what: 'one operation fails for every caller',
    file: 'apps/representation/src/seats/seats.operations.ts',
    before: "params['bodyId'] ?? ''",
    after: '`${params["bodyId"]}\'`',
    noticedBy: ['e2e', 'apps/representation/src'],
  },
  {
    what: 'the key itself is in the list of API keys',
    file: 'apps/gateway/src/api-keys/api-key.schema.ts',
    before: "prefix: z.string().max(20).describe('The part of the key that is not secret: it identifies the key'),",
    after: 'prefix: z.string().max(20),\n  hash: z.string().optional(),',
    noticedBy: ['e2e', 'apps/gateway/src/api-keys'],
  },
  {
    what: 'the tokens of an ended subscriber are accepted',
    file: 'apps/gateway/src/subscribers/known-subscribers.api.ts',
    before: 'WHERE issuer = $1 AND client_id = $2 AND ended_on IS NULL',
    after: 'WHERE issuer = $1 AND client_id = $2',
    noticedBy: ['e2e', 'apps/gateway/src/subscribers/subscriber-tokens'],
  },
  {
    what: 'a subscriber has the party of before for half a minute',
    file: 'apps/gateway/src/door/http/callers.ts',
    before: 'const key = `${credential} ${caller.party}`;',
    after: 'const key = credential;',
    noticedBy: ['e2e', 'apps/gateway/src/subscribers'],
  },
  {
    what: 'the keys of an ended subscriber live on',
    file: 'apps/gateway/src/subscribers/subscribers.operations.ts',
    before: 'follows: ({ client }, { tx, today }, { keys }) => keys.revoke(tx, client, today),',
    after: '',
    noticedBy: ['e2e', 'apps/gateway/src/subscribers/subscribers.e2e'],
  },
  {
    what: 'an unverified token of a registered program is accepted',
    file: `${platform}/access/identity/registered.ts`,
    before: 'await this.verifiedOnce(token, iss, registered.audience)',
    after: 'claimed',
    noticedBy: ['e2e', 'apps/gateway/src/subscribers/subscriber-tokens'],
  },
  {
    what: 'an answer contains a field that its schema does not name',
    file: `${platform}/runtime/operations/output.ts`,
    before: 'const body = inShape(operation.returns, linkedRecord(result, `${publicUrl}/v1/${operation.resource}`));',
    after: 'const body = Object(linkedRecord(result, `${publicUrl}/v1/${operation.resource}`));',
    noticedBy: ['unit', 'libs/platform/src/runtime/operations'],
  },
  {
    what: 'a request field outside the schema is accepted',
    file: 'apps/networks/src/offices/office.schema.ts',
    before: 'export const NewOffice = z.strictObject(terms)',
    after: 'export const NewOffice = z.object(terms)',
    noticedBy: ['unit', 'apps/system-e2e/src/sweep'],
  },
  {
    what: 'a text may contain a NUL byte',
    file: 'libs/domain/src/text.ts',
    before: String.raw`!/[^\P{Cc}\n\r\t]/u.test(text) && text.isWellFormed()`,
    after: 'text.length >= 0',
    noticedBy: ['unit', 'apps/system-e2e/src/sweep'],
  },
  {
    what: 'a transition outside the state table of an agreement is allowed',
    file: 'apps/cooperation/src/forum/agreements/agreement.life.ts',
    before: "from: ['draft'],",
    after: "from: ['draft', 'ended'],",
    noticedBy: ['unit', 'apps/cooperation/src/forum/agreements'],
  },
  {
    what: 'an update overwrites a concurrent change',
    file: `${platform}/data/database/records.ts`,
    before: 'WHERE id = $1 AND version = $2 FOR NO KEY UPDATE',
    after: 'WHERE id = $1 AND $2 > 0',
    noticedBy: ['e2e', 'apps/system-e2e/src/security/writes'],
  },
  {
    what: 'If-Match is ignored',
    file: `${platform}/data/database/records.ts`,
    before: 'if (expectedVersion !== undefined && expectedVersion !== found.version) throw stale(found.version);',
    after: '',
    noticedBy: ['e2e', 'apps/networks/src'],
  },
  {
    what: 'a change leaves no fact',
    file: `${platform}/features/records/performing.ts`,
    before: 'if (performed.fact !== undefined) await record(tx, performed.fact());',
    after: 'performed.fact?.();',
    noticedBy: ['e2e', 'apps/networks/src'],
  },
  {
    what: 'a fact is counted twice',
    file: `${platform}/events/facts/consumer.ts`,
    before: 'facts.filter((fact) => fact.sequence > counted)',
    after: 'facts.filter((fact) => fact.sequence > counted - 1)',
    noticedBy: ['e2e', '(libs/platform/src/events/facts|apps/gateway/src/ledger)'],
  },
  {
    what: 'the audit trail is sealed without the previous entry',
    file: `${platform}/features/audit-trail/seal.ts`,
    before: "createHash('sha256').update(previous).update(canonical)",
    after: "createHash('sha256').update(previous.slice(64)).update(canonical)",
    noticedBy: ['unit', 'libs/platform/src/features/audit-trail'],
  },
  {
    what: 'the verdict about the audit trail of the night before stays',
    file: `${platform}/features/audit-trail/verification.ts`,
    before: 'SET at = EXCLUDED.at, intact = EXCLUDED.intact,',
    after: 'SET at = EXCLUDED.at,',
    noticedBy: ['e2e', 'libs/platform/src/features/audit-trail/verification'],
  },
  {
    what: 'the same Idempotency-Key with another body is answered from the first',
    file: `${platform}/data/request-transaction/idempotency.ts`,
    before: 'if (kept.hash !== hash) throw refusal(idempotencyConflict);',
    after: '',
    noticedBy: [
      'e2e',
      '(libs/platform/src/data/request-transaction|libs/platform/src/stage|apps/system-e2e/src/security/writes)',
    ],
  },
  {
    what: 'a cursor is accepted without its signature',
    file: `${platform}/data/lists/cursor.ts`,
    before: 'if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw notACursor();',
    after: 'if (given.length === 0 && timingSafeEqual(given, expected)) throw notACursor();',
    noticedBy: ['e2e', '(libs/platform/src/data/lists|apps/system-e2e/src)/(collection|lists)'],
  },
  {
    what: 'a header carries characters beyond ASCII',
    file: `${platform}/kernel/rpc/rpc-protocol.ts`,
    before: 'const beyondAscii = /[^\\x20-\\x7e]/g;',
    after: 'const beyondAscii = /[^\\x00-\\uffff]/g;',
    noticedBy: ['unit', 'libs/platform/src/kernel/rpc'],
  },
  {
    what: 'every origin may read answers, configured or not',
    file: 'apps/gateway/src/door/http/cors.ts',
    before: "this.origins.find((known) => known === '*' || known === origin)",
    after: "['*', ...this.origins].find((known) => known === '*' || known === origin)",
    noticedBy: ['e2e', 'apps/gateway/src/door/(http/hardened|door|answers)'],
  },
  {
    what: 'a deadline ends a day late',
    file: 'libs/domain/src/counting-rule.ts',
    before: 'const before = firstDayCounts ? addDays(first, -1) : first;',
    after: 'const before = first;',
    noticedBy: ['unit', 'libs/domain/src/counting-rule'],
  },
  {
    what: 'a worker starts a round while one is running',
    file: `${platform}/data/workers/worker.ts`,
    before: 'setInterval(() => void (this.running ??= this.rounds())',
    after: 'setInterval(() => void this.rounds()',
    noticedBy: ['unit', 'libs/platform/src/data/workers'],
  },
  {
    what: 'a worker works without its lock',
    file: `${platform}/data/workers/worker.ts`,
    before: 'if (leads && !this.signal.aborted)',
    after: 'if (!this.signal.aborted)',
    noticedBy: ['e2e', 'libs/platform/src/data/workers'],
  },
  {
    what: 'the log quotes input of a caller',
    file: `${platform}/kernel/telemetry/logger.ts`,
    before: 'cut(error instanceof Refusal ? message : message.replace(quoted, \'"…"\'))',
    after: 'cut(message)',
    noticedBy: ['unit', 'libs/platform/src/kernel/telemetry'],
  },
  {
    what: 'a running service may change the facts of its log',
    file: `${platform}/events/facts/tables.ts`,
    before: 'IF current_user = (SELECT pg_get_userbyid(relowner) FROM pg_class WHERE oid = TG_RELID)',
    after: 'IF true',
    noticedBy: ['e2e', 'libs/platform/src/features/texts'],
  },
  {
    what: 'a subscriber takes a page in which an event is missing',
    file: 'libs/subscriber/src/progress.ts',
    before: 'if (sequence > expected) return',
    after: 'if (sequence < 0) return',
    noticedBy: ['unit', 'libs/subscriber/src/follow'],
  },
  {
    what: 'the position of a subscriber passes events that are not handled',
    file: 'libs/subscriber/src/progress.ts',
    before: 'read?.settled; read',
    after: 'read; read',
    noticedBy: ['unit', 'libs/subscriber/src/follow'],
  },
  {
    what: 'later events of a record overtake one that a subscriber set aside',
    file: 'libs/subscriber/src/lanes.ts',
    before: 'if (before !== undefined) return this.setAsideAll',
    after: "if (before === '') return this.setAsideAll",
    noticedBy: ['unit', 'libs/subscriber/src/records'],
  },
  {
    what: 'a region follows what is shared with another',
    file: 'apps/gateway/src/products/readers.ts',
    before: "region === party && roles.includes('partner')",
    after: "roles.includes('partner')",
    noticedBy: ['e2e', 'apps/gateway/src/products'],
  },
  {
    what: 'a restricted record stays in its products',
    file: `${platform}/events/facts/products.ts`,
    before: "if (classification === 'restricted' || isRetracted) return [];",
    after: 'if (isRetracted) return [];',
    noticedBy: ['e2e', 'libs/platform/src/events/facts/products'],
  },
  {
    what: 'old cursors stay good when a text was taken back',
    file: 'apps/gateway/src/products/product-cursor.ts',
    before: 'if (place.epoch < head.epoch) throw',
    after: 'if (place.epoch < 0) throw',
    noticedBy: ['e2e', 'apps/system-e2e/src/texts'],
  },
];
