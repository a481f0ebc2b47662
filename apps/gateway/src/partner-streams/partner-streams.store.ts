import type { Database } from '@passerelle/platform/data/database';

/** The copy of a product that a subscriber has. */
export interface KeptCopy extends Record<string, unknown> {
  readonly subscriber: string;
  readonly product: string;
}

export const keptCopies = (db: Database): Promise<KeptCopy[]> =>
  db.prepared<KeptCopy>('SELECT subscriber, product FROM partner_stream', []);

export interface Measured {
  readonly bytes: number;
  readonly bytesMost: number;
  /** The first and the last sequence that the copy has; the first is one more than the last while it is empty. */
  readonly first: number;
  readonly last: number;
  /** Up to here everything is acknowledged. */
  readonly acknowledged: number;
  readonly acknowledgedAt: string | undefined;
  readonly fault: string | undefined;
}

const measured = `
  INSERT INTO partner_stream
         (subscriber, product, bytes, bytes_most, first, last, acknowledged, acknowledged_at, fault, seen_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
      ON CONFLICT (subscriber, product) DO UPDATE
     SET bytes = excluded.bytes, bytes_most = excluded.bytes_most, first = excluded.first, last = excluded.last,
         acknowledged = excluded.acknowledged, acknowledged_at = excluded.acknowledged_at, fault = excluded.fault,
         seen_at = excluded.seen_at`;

export const keepMeasured = (db: Database, { subscriber, product }: KeptCopy, found: Measured): Promise<unknown> =>
  db.prepared(measured, [
    ...[subscriber, product, found.bytes, found.bytesMost, found.first, found.last],
    ...[found.acknowledged, found.acknowledgedAt ?? null, found.fault ?? null],
  ]);

/** What cannot be reached keeps the figures it had. */
const faulty = `
  INSERT INTO partner_stream (subscriber, product, bytes, bytes_most, first, last, acknowledged, fault, seen_at)
  VALUES ($1, $2, 0, 0, 1, 0, 0, $3, clock_timestamp())
      ON CONFLICT (subscriber, product) DO UPDATE SET fault = excluded.fault, seen_at = excluded.seen_at`;

export const keepFault = (db: Database, { subscriber, product }: KeptCopy, fault: string): Promise<unknown> =>
  db.prepared(faulty, [subscriber, product, fault]);

export const forget = (db: Database, { subscriber, product }: KeptCopy): Promise<unknown> =>
  db.prepared('DELETE FROM partner_stream WHERE subscriber = $1 AND product = $2', [subscriber, product]);
