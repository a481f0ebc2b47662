import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { inputFault, type Refusal } from '../../kernel/problems/index.js';

// A cursor is a position in one list: the sort value and the id of the last record on the page. The signature also covers the
// list, the filters and the sort order, so that a cursor of another list, or a changed one, is refused.

/** The scope of a cursor: it is invalid in another list, with other filters or in another order. */
export interface ListPlace {
  readonly list: string;
  readonly filters: unknown;
  readonly sort: string;
}

export interface Position {
  readonly key: string;
  readonly id: string;
}

/** Half of a SHA-256: 2^128 cannot be guessed. */
const macBytes = 16;

const Place = z.tuple([z.string(), z.string()]);

export const sealCursor = (secret: string, place: ListPlace, { key, id }: Position): string =>
  sealed(secret, place, JSON.stringify([key, id]));

/** The position in a cursor of `sealCursor`, or in a link to the next page; a refusal for any other text. */
export function openCursor(secret: string, place: ListPlace, after: string): Position {
  const cursor = URL.parse(after)?.searchParams.get('after') ?? after;
  const text = Buffer.from(cursor.split('.')[0] ?? '', 'base64url').toString();
  // The text is compared, not the decoded bytes: base64 has several spellings of one value.
  const [given, expected] = [Buffer.from(cursor), Buffer.from(sealed(secret, place, text))];
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw notACursor();
  const [key, id] = Place.parse(JSON.parse(text));
  return { key, id };
}

function sealed(secret: string, { list, filters, sort }: ListPlace, text: string): string {
  const mac = createHmac('sha256', secret).update(JSON.stringify([list, filters, sort, text]));
  return `${Buffer.from(text).toString('base64url')}.${mac.digest().subarray(0, macBytes).toString('base64url')}`;
}

const notACursor = (): Refusal =>
  inputFault('query', 'after', 'schemaViolation', 'is not a cursor that this service gave for this list');
