import { createHash } from 'node:crypto';
import { sendIn, type Tx } from '../../data/database/index.js';
import type { Fact, Product } from './fact.js';

// Data products: what those outside may follow. In a product, `data` is what its reader gets at the record's own address, so that no
// subscriber sees more than a caller does. A fact enters a product in the transaction of the change, and only if the reader sees
// another state than before. A record that its reader comes to see is `shared`, whole; one that he sees no more has `left`.

/** Who may see a state, by its classification and its parties; no outsider sees one that was taken back. */
export function readersOf(
  { classification, parties }: Pick<Fact, 'classification' | 'parties'>,
  state: unknown,
): Product[] {
  const isRetracted = typeof state === 'object' && state !== null && 'retractedAt' in state;
  if (classification === 'restricted' || isRetracted) return [];
  return [
    ...(classification === 'public' ? (['public'] as const) : []),
    ...parties.map((party) => `party.${party}` as const),
  ];
}

/**
 * The state of a record as those outside read it: without its version, whose holes would tell of changes that they may not see, and
 * without what a fact carries besides the state.
 */
export function shownOf(state: unknown, also: readonly string[] = []): string {
  const fields = typeof state === 'object' && state !== null ? Object.entries(state) : [];
  return JSON.stringify(Object.fromEntries(fields.filter(([name]) => name !== 'version' && !also.includes(name))));
}

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * One row for each product whose readers see another state than before. `product_record` has what they saw last; an empty digest says
 * that they see the record no more. A product exists where `event_product` has it: there is none for the region that runs this
 * installation. While one is being filled, also a record that its readers may not see is noted, or an earlier state would enter.
 */
const recorded = `
  WITH before AS (SELECT product FROM product_record WHERE record = $2::text AND digest <> ''),
  readers AS (
    INSERT INTO product_record AS held (product, record, digest)
    SELECT product, $2, $3 FROM event_product WHERE product = ANY($1::text[])
        ON CONFLICT (product, record) DO UPDATE SET digest = excluded.digest WHERE held.digest <> excluded.digest
    RETURNING product),
  leaving AS (
    UPDATE product_record SET digest = '' WHERE record = $2 AND product <> ALL($1) AND digest <> '' RETURNING product),
  outside AS (
    INSERT INTO product_record (product, record, digest)
    SELECT product, $2, '' FROM event_product WHERE NOT is_filled AND product <> ALL($1) ON CONFLICT DO NOTHING)
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  SELECT product, $4::uuid, $2, $5::bigint, CASE WHEN $6::boolean AND product NOT IN (SELECT product FROM before) THEN $7 ELSE $8 END, $9, $10::jsonb, $11
    FROM readers
   UNION ALL
  SELECT product, $4::uuid, $2, $5::bigint, $12, $9, $10::jsonb, $13 FROM leaving`;

interface Recorded {
  readonly eventId: string;
  readonly type: string;
  readonly envelope: string;
  readonly state: unknown;
}

export function recordForReaders(tx: Tx, fact: Fact, { eventId, type, envelope, state }: Recorded): void {
  const { kind, id, version } = fact;
  const readers = readersOf(fact, state);
  const isNew = version === 1;
  if (isNew && readers.length === 0) return;
  const shown = shownOf(state, kind.also);
  const { resource } = kind;
  sendIn(tx, recorded, [
    ...[readers, id, digestOf(shown), eventId, version],
    ...[!isNew, `${resource}.shared`, type, kind.version, envelope, shown],
    ...[`${resource}.left`, JSON.stringify({ id })],
  ]);
}
