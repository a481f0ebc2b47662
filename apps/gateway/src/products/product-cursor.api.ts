import { createHash } from 'node:crypto';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../texts/refusal-kind.js';
import type { Head, Place } from './product-heads.api.js';

// A cursor is a place in a product: after which of its facts, in which epoch. The epoch is another one once a text was taken back:
// what subscribers and caches keep from before must be read again. Its form is part of the contract, so that whoever followed over NATS
// can go on over HTTP. It is not secret, and no right: whoever shows it is checked.

export const productRestarted = refusalKind({ code: 'productRestarted', status: 410, title: 'Product Restarted' });

/** So that the cursor of another product is noticed. */
const markOf = (product: string): string => createHash('sha256').update(product).digest('hex').slice(0, 8);

export const cursorAt = ({ product }: Pick<Head, 'product'>, { epoch, sequence }: Place): string =>
  `${epoch}-${sequence}-${markOf(product)}`;

const form = /^([1-9]\d{0,8})-(0|[1-9]\d{0,14})-([0-9a-f]{8})$/;

/** The place of a cursor of this product; refuses any other text, an old epoch, and a place behind the end. */
export function placeOf(cursor: string, head: Head): Place {
  const [, epoch = '', sequence = '', mark] = form.exec(cursor) ?? [];
  if (mark !== markOf(head.product)) throw fault('is not a cursor of this product: take it from a page of its events');
  const place = { epoch: Number(epoch), sequence: Number(sequence) };
  if (place.epoch < head.epoch) throw refusal(productRestarted, { product: head.product });
  if (place.epoch > head.epoch || place.sequence > head.sequence)
    throw fault(`is beyond the end of the product, which is at ${cursorAt(head, head)}`);
  return place;
}

const fault = (detail: string) => inputFault('query', 'after', 'schemaViolation', detail);
