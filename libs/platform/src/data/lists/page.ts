import type { Language } from '@passerelle/domain/language';
import { z } from 'zod';

// The longest sort value in three-byte letters, in base64 with an id and a signature.
const longestCursor = 2_500;
/** With the address and the filters of a link. */
const longestLink = longestCursor + 4_000;

export const usualSize = 20;

/** A parameter is a text; the documents describe what it means: a boolean. */
export const YesOrNo = z.stringbool({ truthy: ['true'], falsy: ['false'] }).meta({ type: 'boolean' });

export const Paging = z.object({
  pageSize: z.coerce.number().int().min(1).max(200).default(usualSize).describe('How many items at most.'),
  after: z
    .string()
    .max(longestLink)
    .optional()
    .describe('Where to go on: the `next` link of the previous page, or its parameter `after`.'),
  total: YesOrNo.default(false).describe('Whether to count all items: only on demand, as it costs.'),
});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    self: z.url(),
    items: z.array(item).max(200),
    next: z.url().optional(),
    total: z.int().min(0).optional(),
  });

/** A page with its items in memory. */
export interface ItemPage {
  readonly items: readonly unknown[];
  /** Opaque: send it back as `after`. */
  readonly next?: string;
  readonly total?: number;
}

/** The return value of a list's handler. */
export type Page = ItemPage | Listing;

/** The reply's part in rendering a list: its addresses, and the caller's languages. */
export interface ListRendering {
  readonly publicUrl: string;
  /** The address of the collection and a final slash. */
  readonly base: string;
  readonly self: string;
  readonly nextOf: (after: string) => string;
  /** Most wanted first. */
  readonly preferred: readonly Language[];
  /** Signs cursors. */
  readonly secret: string;
}

export interface WrittenPage {
  readonly text: string;
  /** Of the texts in it. */
  readonly languages: readonly Language[];
}

/** A list that is read later, when its reply is written. */
export class Listing {
  constructor(readonly write: (rendering: ListRendering) => Promise<WrittenPage>) {}
}
