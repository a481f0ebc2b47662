import type { Database } from '@passerelle/platform/data/database';

/** A copy that there should be, or that there was. */
export interface KnownCopy extends Record<string, unknown> {
  readonly subscriber: string;
  readonly client: string;
  readonly product: string;
  readonly epoch: number;
  /** Whether the subscriber may have it: not ended, with a key, and the product is public or of its party. */
  readonly isWanted: boolean;
}

// As `mayFollow` decides it for a caller.
const known = `
  SELECT * FROM (
    SELECT subscriber.id AS subscriber, client, product, epoch, ended_on IS NULL AND nats_key IS NOT NULL AND
           (product LIKE 'public.%' OR product LIKE 'party.%.' || party) IS TRUE AS "isWanted"
      FROM subscriber CROSS JOIN data_product) AS possible
   WHERE "isWanted" OR EXISTS (SELECT FROM partner_stream AS kept
                                WHERE kept.subscriber = possible.subscriber AND kept.product = possible.product)
   ORDER BY client, product`;

export const knownCopies = (db: Database): Promise<KnownCopy[]> => db.prepared<KnownCopy>(known, []);

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

// What a subscriber acknowledged it has, whichever way it was sent: the later of both counts.
const measured = `
  WITH kept AS (
    INSERT INTO partner_stream AS kept
           (subscriber, product, bytes, bytes_most, first, last, acknowledged, acknowledged_at, fault, seen_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())
        ON CONFLICT (subscriber, product) DO UPDATE
       SET bytes = excluded.bytes, bytes_most = excluded.bytes_most, first = excluded.first, last = excluded.last,
           acknowledged = excluded.acknowledged, acknowledged_at = excluded.acknowledged_at, fault = excluded.fault,
           seen_at = excluded.seen_at)
  INSERT INTO subscriber_progress AS progress (subscriber, product, sequence, followed_at)
  SELECT $1, $2, $7, $8::timestamptz WHERE $8 IS NOT NULL
      ON CONFLICT (subscriber, product) DO UPDATE SET sequence = excluded.sequence, followed_at = excluded.followed_at
   WHERE progress.followed_at < excluded.followed_at`;

export const keepMeasured = (db: Database, { subscriber, product }: KnownCopy, found: Measured): Promise<unknown> =>
  db.prepared(measured, [
    ...[subscriber, product, found.bytes, found.bytesMost, found.first, found.last],
    ...[found.acknowledged, found.acknowledgedAt ?? null, found.fault ?? null],
  ]);

/** What cannot be reached keeps the figures it had. */
const faulty = `
  INSERT INTO partner_stream (subscriber, product, bytes, bytes_most, first, last, acknowledged, fault, seen_at)
  VALUES ($1, $2, 0, 0, 1, 0, 0, $3, clock_timestamp())
      ON CONFLICT (subscriber, product) DO UPDATE SET fault = excluded.fault, seen_at = excluded.seen_at`;

export const keepFault = (db: Database, { subscriber, product }: KnownCopy, fault: string): Promise<unknown> =>
  db.prepared(faulty, [subscriber, product, fault]);

export const forget = (db: Database, { subscriber, product }: KnownCopy): Promise<unknown> =>
  db.prepared('DELETE FROM partner_stream WHERE subscriber = $1 AND product = $2', [subscriber, product]);

export interface Figures extends Record<string, unknown> {
  readonly client: string;
  readonly product: string;
  readonly behind: number | null;
  readonly bytes: number | null;
  readonly bytesMost: number | null;
  /** Seconds since the last acknowledgement. */
  readonly quiet: number | null;
  readonly isFaulty: boolean;
}

/** For the metrics: everything that a subscriber who has not ended follows, over HTTP or NATS. */
export const figures = (db: Database): Promise<Figures[]> =>
  db.prepared<Figures>(
    `SELECT subscriber.client, product,
            greatest(head.sequence - progress.sequence, 0)::float8 AS behind,
            kept.bytes::float8 AS bytes, kept.bytes_most::float8 AS "bytesMost",
            extract(epoch FROM clock_timestamp() - kept.acknowledged_at)::float8 AS quiet,
            kept.fault IS NOT NULL AS "isFaulty"
       FROM subscriber_progress AS progress FULL JOIN partner_stream AS kept USING (subscriber, product)
       JOIN subscriber ON subscriber.id = subscriber AND subscriber.ended_on IS NULL
       LEFT JOIN fact_checkpoint AS head ON head.consumer = 'products' AND head.source = product
      ORDER BY subscriber.client, product`,
    [],
  );
