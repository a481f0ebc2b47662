import { preparedIn, type Database, type Tx } from '@passerelle/platform/data/database';
import type { ReceivedFact } from '@passerelle/platform/events/facts';
import { chained } from './chain.js';
import type { Head } from './product-heads.api.js';

// The statements of the data products. Every read is by the primary key: it does not grow with the product.

/** The name that the positions of the consumers of products have. */
export const productsConsumer = 'products';

export const keepProduct = (db: Database, product: string): Promise<unknown> =>
  db.query('INSERT INTO data_product (product) VALUES ($1) ON CONFLICT DO NOTHING', [product]);

/** The last fact of a record is its state; a record that has left the product has none. */
const appended = `
  WITH given AS (
    SELECT * FROM unnest($2::bigint[], $3::uuid[], $4::text[], $5::bytea[], $6::text[], $7::boolean[])
      AS given (sequence, id, subject, chain, event, has_left)),
  appended AS (
    INSERT INTO product_fact (product, sequence, id, subject, chain, event)
    SELECT $1, sequence, id, subject, chain, event FROM given),
  latest AS (SELECT DISTINCT ON (subject) subject, sequence, has_left FROM given ORDER BY subject, sequence DESC),
  gone AS (
    DELETE FROM product_state AS state USING latest
     WHERE state.product = $1 AND state.subject = latest.subject AND latest.has_left),
  stated AS (
    INSERT INTO product_state (product, subject, sequence)
    SELECT $1, subject, sequence FROM latest WHERE NOT has_left
        ON CONFLICT (product, subject) DO UPDATE SET sequence = excluded.sequence)
  UPDATE data_product SET sequence = $8::bigint, chain = $9, recorded_at = $10::timestamptz WHERE product = $1`;

/** Appends consecutive facts of a product; the caller holds and moves its checkpoint in the same transaction. */
export async function append(tx: Tx, product: string, facts: readonly ReceivedFact[]): Promise<void> {
  const { rows } = await preparedIn<{ chain: Buffer }>(tx, 'SELECT chain FROM data_product WHERE product = $1', [
    product,
  ]);
  const [head] = rows;
  if (head === undefined) throw new Error(`The product ${product} is not known here`);
  const chains: Buffer[] = [];
  for (const { fact } of facts) {
    if (fact.datasha256 === undefined) throw new Error(`The fact ${fact.id} of a product has no digest of its data`);
    chains.push(chained(chains.at(-1) ?? head.chain, { id: fact.id, digest: fact.datasha256 }));
  }
  const last = facts.at(-1);
  await preparedIn(tx, appended, [
    product,
    facts.map(({ sequence }) => sequence),
    facts.map(({ fact }) => fact.id),
    facts.map(({ fact }) => fact.subject),
    chains,
    facts.map(({ text }) => text),
    facts.map(({ fact }) => fact.type.endsWith('.left')),
    ...[last?.sequence, chains.at(-1), last?.fact.recordedtime],
  ]);
}

export interface ProductFact extends Record<string, unknown> {
  readonly sequence: number;
  readonly subject: string;
  /** As in its stream, byte for byte. */
  readonly event: string;
}

export const factsAfter = (db: Database, product: string, sequence: number, most: number): Promise<ProductFact[]> =>
  db.prepared<ProductFact>(
    `SELECT sequence::float8 AS sequence, subject, event FROM product_fact
      WHERE product = $1 AND sequence > $2 ORDER BY product_fact.sequence LIMIT $3`,
    [product, sequence, most],
  );

/** The last fact of each record in the product, by subject. */
export const statesAfter = (db: Database, product: string, subject: string, most: number): Promise<ProductFact[]> =>
  db.prepared<ProductFact>(
    `SELECT fact.sequence::float8 AS sequence, state.subject, fact.event
       FROM product_state AS state JOIN product_fact AS fact USING (product, sequence)
      WHERE state.product = $1 AND state.subject > $2 ORDER BY state.subject LIMIT $3`,
    [product, subject, most],
  );

/** The chains at each multiple of `range` up to an end. */
export const chainsAt = (db: Database, { product, sequence }: Head, range: number) =>
  db.prepared<{ to: number; chain: Buffer }>(
    `SELECT fact.sequence::float8 AS to, fact.chain
       FROM generate_series($3::bigint, $2::bigint, $3::bigint) AS place
       JOIN product_fact AS fact ON fact.product = $1 AND fact.sequence = place ORDER BY place`,
    [product, sequence, range],
  );
