import type { Tx } from '@passerelle/platform/data/database';
import { productOf } from '@passerelle/platform/events/facts';
import { inJson, without } from '@passerelle/platform/features/texts';
import { refuseWhileKept } from '../ledger/ledger.api.js';

interface Row {
  readonly product: string;
  readonly sequence: string;
  readonly id: string;
  readonly event: string;
}

/**
 * Takes words back from the data products, whose facts then equal their streams again; returns from how many. A product of which a
 * fact lost words begins a new epoch: subscribers read it again, and no cache answers with what was.
 */
export async function takeBackFromProducts(tx: Tx, words: string): Promise<number> {
  const rows = await tx.query<Row[]>(
    'SELECT product, sequence, id, event FROM product_fact WHERE strpos(event, $1) > 0',
    [inJson(words)],
  );
  const changed = rows
    .map((row) => ({ ...row, rest: restOf(row.event, words) }))
    .filter(({ event, rest }) => event !== rest);
  if (changed.length === 0) return 0;
  await refuseWhileKept(
    tx,
    changed.map(({ id, product }) => ({ id, service: productOf(product).service })),
  );
  const products = changed.map(({ product }) => product);
  await tx.query(
    `UPDATE product_fact AS fact SET event = given.rest
       FROM unnest($1::text[], $2::bigint[], $3::text[]) AS given (product, sequence, rest)
      WHERE fact.product = given.product AND fact.sequence = given.sequence`,
    [products, changed.map(({ sequence }) => sequence), changed.map(({ rest }) => rest)],
  );
  await tx.query('UPDATE data_product SET epoch = epoch + 1 WHERE product = ANY($1)', [products]);
  return changed.length;
}

/** The event with the bytes that its stream has now: marked behind its digest, and its data without the words. */
function restOf(event: string, words: string): string {
  const { data, ...attributes } = JSON.parse(event);
  const rest: unknown = without(data, words);
  if (JSON.stringify(rest) === JSON.stringify(data)) return event;
  const marked = Object.entries(attributes)
    .filter(([name]) => name !== 'takenback')
    .flatMap(([name, value]) => [[name, value], ...(name === 'datasha256' ? [['takenback', 'true']] : [])]);
  return JSON.stringify({ ...Object.fromEntries(marked), data: rest });
}
