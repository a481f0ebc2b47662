import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { preparedIn, type Database } from '../../data/database/index.js';
import type { Product } from './fact.js';

// The event log in publishing order. Numbers are assigned after the commit, under a row lock and without gaps: the stream's
// sequence equals the log's, so a wiped stream is rebuilt byte for byte and a subscriber can detect a missing fact.

const Envelope = z.object({ time: z.string(), traceparent: z.string().optional() });

export interface LogRow {
  readonly pub_seq: string;
  readonly event_id: string;
  readonly aggregate_id: string;
  readonly aggregate_version: string;
  readonly type: string;
  readonly schema_version: string;
  readonly envelope: unknown;
  readonly data: string;
  readonly recorded_at: Date;
}

const columns = 'pub_seq, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data, recorded_at';

const lock = `
  SELECT assigned, greatest(clock_timestamp(), last_recorded)::text AS at FROM event_product WHERE product = $1 FOR UPDATE`;

/**
 * The first rows without a number. The condition is a range, ordered by both columns, so that only the index of pending rows
 * fits: with statistics from a burst PostgreSQL would otherwise scan the primary key from the very first fact.
 */
const pending = (most: number): string => `
  SELECT position FROM event_log WHERE product >= $1 AND product <= $1 AND pub_seq IS NULL ORDER BY product, position LIMIT ${most}`;

/**
 * Joined by the primary key alone: with "has no number" on both sides, statistics from a quiet hour would make it a nested
 * loop of each row with the whole backlog. The product's row is locked, so pending rows stay pending.
 * The limit is a literal: for a parameter PostgreSQL assumes a tenth of all rows, and scans the table instead.
 */
export const numbering = (most: number): string => `
  WITH numbered AS (
    UPDATE event_log AS log SET pub_seq = $2::bigint + next.rank, recorded_at = $3::timestamptz
      FROM (SELECT position, row_number() OVER (ORDER BY position) AS rank FROM (${pending(most)}) AS pending) AS next
     WHERE log.position = next.position RETURNING ${columns}),
  moved AS (
    UPDATE event_product SET assigned = assigned + (SELECT count(*) FROM numbered), last_recorded = $3::timestamptz
     WHERE product = $1 AND EXISTS (SELECT 1 FROM numbered))
  SELECT * FROM numbered ORDER BY pub_seq`;

/**
 * Assigns the next numbers to committed rows that have none, and returns those rows.
 * Lock and assignment are two statements on purpose: in one, a waiter would choose its rows with an old snapshot
 * and number some of them twice.
 */
const assignSequences = (source: DataSource, product: Product, most: number): Promise<LogRow[]> =>
  source.transaction(async (tx) => {
    const { rows } = await preparedIn<{ assigned: string; at: string }>(tx, lock, [product]);
    return (await preparedIn<LogRow>(tx, numbering(most), [product, rows[0]?.assigned, rows[0]?.at])).rows;
  });

/** Selects a row instead of EXISTS, in which PostgreSQL ignores the order. */
export const logState = `
  SELECT assigned, (${pending(1)}) IS NOT NULL AS waiting FROM event_product WHERE product = $1`;

/** The rows after `after`, without gaps: numbered rows, or else the next rows, which get numbers now. */
export async function nextRun(database: Database, product: Product, after: number, most: number): Promise<LogRow[]> {
  const [log] = await database.prepared<{ assigned: string; waiting: boolean }>(logState, [product]);
  if (Number(log?.assigned ?? 0) <= after) {
    if (log?.waiting !== true) return [];
    const rows = await assignSequences(database.source, product, most);
    // Another instance may have numbered in between: its rows come first.
    if (follows(rows, after)) return rows;
  }
  return readLog(database.source, product, after, most);
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

/** The publisher: constants of this installation that are in every envelope. */
export interface Publisher {
  readonly service: string;
  readonly organisation: string;
  readonly typePrefix: string;
  readonly publicUrl: string;
  /** The NATS user's own inbox. */
  readonly inboxPrefix: string;
}

export const sourceOf = ({ organisation, service }: Publisher, product: Product): string =>
  `urn:passerelle:${organisation}:${product}.${service}`;

export const streamOf = (service: string): string => `INT_${service.toUpperCase()}`;

/** The CloudEvent of a row: fixed key order, `data` as the recorded text, so that its bytes never change. */
export function compose(row: LogRow, publisher: Publisher, product: Product): { subject: string; bytes: Uint8Array } {
  const [resource = '', verb = ''] = row.type.split('.');
  const envelope = Envelope.parse(row.envelope);
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const major = row.schema_version.split('.')[0] ?? '1';
  const attributes = {
    specversion: '1.0',
    id: row.event_id,
    source: sourceOf(publisher, product),
    type: `${publisher.typePrefix}.${publisher.service}.v${major}.${resource}.notify.${verb}`,
    service: `${publisher.typePrefix}.${publisher.service}.v${major}`,
    subject: `${resource}/${row.aggregate_id}`,
    time: envelope.time,
    recordedtime: row.recorded_at.toISOString(),
    dataschema: `${publisher.publicUrl}/schemas/${publisher.service}.${row.type}/${row.schema_version}`,
    datacontenttype: 'application/json',
    sequence: row.pub_seq.padStart(20, '0'),
    partitionkey: row.aggregate_id,
    aggregateversion: Number(row.aggregate_version),
    ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
  };
  const json = `${JSON.stringify(attributes).slice(0, -1)},"data":${row.data}}`;
  return {
    subject: `facts.int.${publisher.service}.${kebab(resource)}.${kebab(verb)}.v${major}`,
    bytes: new TextEncoder().encode(json),
  };
}
