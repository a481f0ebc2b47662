import { createHash } from 'node:crypto';
import { rewriteReplies, systemActor } from '../../data/request-transaction/index.js';
import { newId, type Database, type Tx } from '../../data/database/index.js';
import { record, type FactKind } from '../../events/facts/index.js';
import { sealAll } from '../audit-trail/index.js';
import { inJson, without } from './redaction.js';
import { fromRows, holdersOf } from './rows.js';
import { TakeBackRefused, textsTakenBack } from './taken-back.js';

// Words that name a person are taken back from everything that a service keeps besides its records: facts, reasons in the audit
// trail, answers kept for repeated requests. The digests of what was recorded stay, so that chains and counts still hold.

const by = systemActor('takeBackText');

/** What this job itself changes, and what contains no text. */
const handled = ['event_log', 'audit_entry', 'audit_person', 'idempotency_key', 'migrations'];

export interface TakenBack {
  /** Rows of records, where that was asked for. */
  readonly records: number;
  readonly facts: number;
  readonly reasons: number;
  readonly answers: number;
  /** Reasons that an earlier release sealed without a digest: the chain would break. */
  readonly reasonsKept: number;
}

export interface Extent {
  /** Tables that the caller computes again. */
  readonly computed?: readonly string[];
  /** Also from records: for those that can no longer be corrected. */
  readonly records?: boolean;
}

/** Takes words back, in one transaction, as the owner of the schema; refused while a record that stays as it is contains them. */
export async function takeBack(
  db: Database,
  words: string,
  kinds: readonly FactKind[],
  { computed = [], records = false }: Extent = {},
): Promise<TakenBack> {
  const holders = await holdersOf(db, words, { except: [...handled, ...computed] });
  if (holders.length > 0 && !records)
    throw new TakeBackRefused(
      'correct these first, they still contain the words',
      holders.map(({ table, id }) => (id === null ? table : `${table} ${id}`)),
    );
  // A reason has its digest once it is sealed.
  await sealAll(db, new AbortController().signal);
  return db.transaction(by, async (tx) => {
    // The relay takes this lock first, too.
    await tx.query('SELECT FROM event_product ORDER BY product FOR UPDATE');
    let rows = 0;
    for (const table of new Set(holders.map((holder) => holder.table))) rows += await fromRows(tx, table, words);
    const eventIds = await fromFacts(tx, words, kinds);
    const reasons = await fromReasons(tx, words);
    const answers = await rewriteReplies(tx, inJson(words), (body) => without(body, words));
    const taken = { records: rows, facts: eventIds.length, ...reasons, answers };
    if (rows + taken.facts + taken.reasons + answers > 0) await leaveTraces(tx, eventIds, taken);
    return taken;
  });
}

interface LoggedFact {
  readonly position: string;
  readonly event_id: string;
  readonly type: string;
  readonly data: string;
}

const page = 500;

/** From every fact that contains the words, of any record; returns the facts' ids. */
async function fromFacts(tx: Tx, words: string, kinds: readonly FactKind[]): Promise<string[]> {
  const changed = new Set<string>();
  for (let after = '0'; ;) {
    const rows = await tx.query<LoggedFact[]>(
      `SELECT position, event_id, type, data FROM event_log
        WHERE position > $1 AND strpos(data, $2) > 0 ORDER BY position LIMIT ${page}`,
      [after, inJson(words)],
    );
    const last = rows.at(-1);
    if (last === undefined) return [...changed];
    after = last.position;
    const given = rows
      .map((row) => ({ ...row, rest: restOf(row, words, kinds) }))
      .filter(({ data, rest }) => data !== rest);
    await tx.query(
      `UPDATE event_log AS log SET data = given.rest, taken_back_at = now()
         FROM unnest($1::bigint[], $2::text[]) AS given (position, rest) WHERE log.position = given.position`,
      [given.map(({ position }) => position), given.map(({ rest }) => rest)],
    );
    for (const { event_id } of given) changed.add(event_id);
  }
}

/** What remains of a fact. Words that are part of a code, an id or a date are no text: without them it would be invalid. */
function restOf({ event_id, type, data }: LoggedFact, words: string, kinds: readonly FactKind[]): string {
  const before: unknown = JSON.parse(data);
  const after = without(before, words);
  const kind = kinds.find(({ resource, verb }) => `${resource}.${verb}` === type);
  const faultsIn = (value: unknown): string[] =>
    (kind?.schema.safeParse(value).error?.issues ?? [])
      .filter(({ code }) => code !== 'too_small')
      .map(({ path }) => path.join('.'));
  const known = new Set(faultsIn(before));
  const broken = faultsIn(after).filter((path) => !known.has(path));
  if (broken.length > 0)
    throw new TakeBackRefused(
      'give more of the text, the words are also part of a code',
      broken.map((path) => `${type} ${event_id}: ${path}`),
    );
  return JSON.stringify(after);
}

/** Whole reasons: what remained could not be proven to be part of what was sealed. */
async function fromReasons(tx: Tx, words: string): Promise<Pick<TakenBack, 'reasons' | 'reasonsKept'>> {
  const [, reasons] = await tx.query<[unknown, number]>(
    'UPDATE audit_entry SET reason = NULL WHERE reason_sha256 IS NOT NULL AND strpos(reason::text, $1) > 0',
    [inJson(words)],
  );
  const [kept] = await tx.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM audit_entry WHERE reason_sha256 IS NULL AND strpos(reason::text, $1) > 0',
    [inJson(words)],
  );
  return { reasons, reasonsKept: kept?.count ?? 0 };
}

/** Of one fact, so that it stays far below the largest size of a fact. */
const mostIds = 500;
const classification = 'internal' as const;

/** A fact says which facts to read again, from a stream of the next epoch; the trail says that words were taken back. */
async function leaveTraces(tx: Tx, eventIds: readonly string[], taken: TakenBack): Promise<void> {
  for (let first = 0; first < eventIds.length; first += mostIds) {
    const chunk = eventIds.slice(first, first + mostIds);
    await record(tx, textsTakenBack(Object.assign({ id: newId(), version: 1, classification }, { eventIds: chunk })));
  }
  if (eventIds.length > 0) await tx.query('UPDATE event_product SET epoch = epoch + 1');
  const after = createHash('sha256')
    .update(JSON.stringify([taken, eventIds]))
    .digest('hex');
  tx.touched.push({ kind: 'texts', id: newId(), version: 1, before: null, after });
}
