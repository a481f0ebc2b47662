import type { Language } from '@passerelle/domain/language';

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
