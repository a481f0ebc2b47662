import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { inputFault, type Refusal } from '../problems/index.js';

// A cursor is a place in one list: the sort value and the id of the last record that was given. It is signed over the
// list, the filters and the sort order too, so that one from elsewhere, or changed on its way, is refused as a whole.

/** What a cursor holds for: it is of no use in another list, under other filters or in another order. */
export interface ListPlace {
  readonly list: string;
  readonly filters: unknown;
  readonly sort: string;
}

export interface Position {
  readonly key: string;
  readonly id: string;
}

/** Half of a SHA-256: nobody guesses 2^128. */
const macBytes = 16;

const Place = z.tuple([z.string(), z.string()]);

export const sealCursor = (secret: string, place: ListPlace, { key, id }: Position): string =>
  sealed(secret, place, JSON.stringify([key, id]));

/** The position that `sealCursor` was given; a refusal for everything else. */
export function openCursor(secret: string, place: ListPlace, cursor: string): Position {
  const text = Buffer.from(cursor.split('.')[0] ?? '', 'base64url').toString();
  // Compared as it was given, not as it is read: there is one way only to write a cursor.
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
