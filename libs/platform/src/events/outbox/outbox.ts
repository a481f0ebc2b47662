import type { DataSource } from 'typeorm';
import type { Database } from '../../data/database/index.js';
import { CloudEvents, type LogRow, type Product, type Publisher } from '../facts/index.js';

// The event log in publishing order. Numbers are assigned after the commit, under a row lock and without gaps: the stream's
// sequence equals the log's, so a wiped stream is rebuilt byte for byte and a subscriber can detect a missing fact.

const columns = `
  pub_seq, event_id, aggregate_id, aggregate_version, type, schema_version,
  envelope->>'time' AS time, envelope->>'traceparent' AS traceparent, data, recorded_at, data_sha256, taken_back_at`;

/**
 * The first rows without a number. The condition is a range, ordered by both columns, so that only the index of pending rows
 * fits: with statistics from a burst PostgreSQL would otherwise scan the primary key from the very first fact.
 */
const pending = (product: Product, most: number): string => `
  SELECT position FROM event_log WHERE product >= '${product}' AND product <= '${product}' AND pub_seq IS NULL
   ORDER BY product, position LIMIT ${most}`;

/**
 * Numbers the first rows without a number, unless the log already has numbers after `after`, and returns them.
 * Joined by the primary key alone: with "has no number" on both sides, statistics from a quiet hour would make it a nested
 * loop of each row with the whole backlog. The product's row is locked, so pending rows stay pending.
 * The limit is a literal: for a parameter PostgreSQL assumes a tenth of all rows, and scans the table instead.
 */
export const numbering = (product: Product, after: number, most: number): string => `
  WITH log AS (
    SELECT assigned, greatest(clock_timestamp(), last_recorded) AS at
      FROM event_product WHERE product = '${product}' AND assigned <= ${after}),
  numbered AS (
    UPDATE event_log SET pub_seq = log.assigned + next.rank, recorded_at = log.at
      FROM log, (SELECT position, row_number() OVER (ORDER BY position) AS rank FROM (${pending(product, most)}) AS pending) AS next
     WHERE event_log.position = next.position RETURNING ${columns}),
  moved AS (
    UPDATE event_product SET assigned = event_product.assigned + (SELECT count(*) FROM numbered), last_recorded = log.at
      FROM log WHERE product = '${product}' AND EXISTS (SELECT 1 FROM numbered))
  SELECT * FROM numbered ORDER BY pub_seq`;

/** Selects a row instead of EXISTS, in which PostgreSQL ignores the order. */
export const logState = (product: Product): string => `
  SELECT assigned, (${pending(product, 1)}) IS NOT NULL AS waiting FROM event_product WHERE product = '${product}'`;

/** Of these products, those with rows that have no number yet: one look for all, by the index of pending rows. */
export const waitingAmong = (products: readonly Product[]): string => `
  SELECT product FROM (VALUES ${products.map((product) => `('${product}', (${pending(product, 1)}) IS NOT NULL)`).join(', ')})
    AS known (product, waiting) WHERE waiting`;

/** The rows after `after`, without gaps: numbered rows, or else the next rows, which get numbers now. */
export async function nextRun(database: Database, product: Product, after: number, most: number): Promise<LogRow[]> {
  const [log] = await database.prepared<{ assigned: string; waiting: boolean }>(logState(product), []);
  if (Number(log?.assigned ?? 0) > after) return readLog(database.source, product, after, most);
  return log?.waiting === true ? followingRun(database, product, after, most) : [];
}

/**
 * The same where more rows are likely, as after a full run: one round trip, in which PostgreSQL can work while the caller publishes.
 * Lock and numbering are two statements on purpose: in one, a waiter would choose its rows with an old snapshot
 * and number some of them twice.
 */
export async function followingRun(
  database: Database,
  product: Product,
  after: number,
  most: number,
): Promise<LogRow[]> {
  const lock = `SELECT FROM event_product WHERE product = '${product}' FOR UPDATE`;
  const rows = await database.script<LogRow>([lock, numbering(product, after, most)]);
  // Another instance may have numbered in between: its rows come first.
  return follows(rows, after) ? rows : readLog(database.source, product, after, most);
}

/** Whether these rows follow directly after `last`, the stream's last sequence. */
export const follows = ([first]: readonly LogRow[], last: number): boolean => Number(first?.pub_seq) === last + 1;

export const readLog = (source: DataSource, product: Product, after: number, most: number): Promise<LogRow[]> =>
  source.query<LogRow[]>(
    `SELECT ${columns} FROM event_log WHERE product = $1 AND pub_seq > $2 ORDER BY pub_seq LIMIT $3`,
    [product, after, most],
  );

export const eventIdAt = async (
  source: DataSource,
  product: Product,
  sequence: number,
): Promise<string | undefined> => {
  const rows = await source.query<{ event_id: string }[]>(
    'SELECT event_id FROM event_log WHERE product = $1 AND pub_seq = $2',
    [product, sequence],
  );
  return rows[0]?.event_id;
};

// The first 48 bits of a UUIDv7 are the millisecond at which it was made, here in the transaction of the change.
const recordedMs = `('x' || replace(left(min(event_id::text), 13), '-', ''))::bit(48)::bigint`;

/**
 * Seconds that the oldest fact after `published` has waited, 0 when none does. An instance that never led does not know what is
 * published: there only facts without a number count.
 */
export const lagOf = async (source: DataSource, product: Product, published?: number): Promise<number> => {
  const [row] = await source.query<{ seconds: string | null }[]>(
    `SELECT extract(epoch FROM clock_timestamp()) - ${recordedMs} / 1000.0 AS seconds
       FROM event_log WHERE product = $1 AND (pub_seq IS NULL OR pub_seq > $2)`,
    [product, published],
  );
  return Math.max(0, Number(row?.seconds ?? 0));
};

/** Every fact of a data product from the log, in order, with the same bytes as in the stream: for rebuilding and for proof. */
export async function* replay(
  source: DataSource,
  publisher: Publisher,
  product: Product,
  after = 0,
): AsyncGenerator<{ sequence: number; subject: string; bytes: Uint8Array }> {
  const events = new CloudEvents(publisher, product);
  for (let position = after; ;) {
    const rows = await readLog(source, product, position, 500);
    for (const row of rows) yield { sequence: Number(row.pub_seq), ...events.compose(row) };
    const last = rows.at(-1);
    if (last === undefined) return;
    position = Number(last.pub_seq);
  }
}
