import { Instant } from '@passerelle/domain/instant';
import { pageOf } from '@passerelle/platform/data/lists';
import { z } from 'zod';

/** Seconds, for which a page of events may wait for the next one. */
export const longestWaitSec = 25;
export const pageSize = 100;

const Cursor = z
  .string()
  .max(60)
  .describe('A place in the product, to go on from with `after`: `<epoch>-<sequence>-<mark>`, after this sequence');

export const Product = z
  .object({
    href: z.url(),
    id: z.string().max(100).describe('`public.cooperation`, or `party.cooperation.BE-VLG`'),
    source: z.string().max(200).describe('The `source` of its events'),
    sequence: z.int().min(0).describe('How many events it has'),
    cursor: Cursor.describe('Its present end'),
    recordedAt: Instant.optional().describe('When its last event was recorded'),
  })
  .meta({ id: 'Product' });

export const ProductPage = pageOf(Product);

export const EventsQuery = z.strictObject({
  after: z
    .string()
    .max(60)
    .optional()
    .describe('The cursor after which to go on, from the `Link` of the page before; from the beginning when absent'),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(longestWaitSec)
    .default(0)
    .describe('Seconds to wait for the next event before the answer is an empty list'),
});
export type EventsQuery = z.infer<typeof EventsQuery>;

export const SnapshotQuery = z.strictObject({
  after: z.string().max(400).optional().describe('Where to go on: the `after` of the link `next`'),
});
export type SnapshotQuery = z.infer<typeof SnapshotQuery>;

/** CloudEvents 1.0, as far as subscribers rely on it. */
export const ProductEvent = z
  .looseObject({
    specversion: z.literal('1.0'),
    id: z.uuid().describe('Of the fact: the same wherever it is read'),
    source: z.string().max(200),
    type: z.string().max(200).describe('`….consultations.notify.opened`; `shared` and `left` for entering and leaving'),
    subject: z.string().max(200).describe('`consultations/<id>`'),
    time: Instant.describe('When it happened'),
    recordedtime: Instant.describe('When it was recorded, never decreasing'),
    dataschema: z.string().max(200),
    sequence: z.string().max(20).describe('20 digits; contiguous within the source'),
    partitionkey: z.string().max(100).describe('The record: its events keep their order'),
    datasha256: z.string().max(64).describe('SHA-256 of `data` as it was recorded'),
    takenback: z
      .string()
      .max(5)
      .optional()
      .describe('`true`: a text was taken back, `data` is no longer what was digested'),
    data: z.looseObject({}).describe('What you GET at the record; of one that left, its id'),
  })
  .meta({ id: 'ProductEvent' });

export const EventBatch = z.array(ProductEvent).max(pageSize);

export const Snapshot = z
  .object({
    self: z.url(),
    cursor: Cursor.describe('From where to go on once all pages are read'),
    items: EventBatch.describe('The last event of each record'),
    next: z.url().optional(),
  })
  .meta({ id: 'ProductSnapshot' });

const Checkpoint = z
  .object({
    from: z.int().min(1),
    to: z.int().min(1),
    count: z.int().min(1),
    sha256: z.string().max(64).describe('The chain at `to`, over every event from the first one on'),
  })
  .meta({ id: 'ProductCheckpoint' });

export const Checkpoints = z.object({ self: z.url(), items: z.array(Checkpoint).max(100_000) });
