/** Renders a list as a reply would, for tests of a collection without a service. */
import type { Language } from '@passerelle/domain/language';
import { Listing, type ListRendering, type Page } from '@passerelle/platform/data/lists';

export interface ReadPage {
  readonly items: readonly Record<string, unknown>[];
  readonly total?: number;
  /** The bare cursor. */
  readonly next?: string;
  readonly embedded?: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly languages: readonly Language[];
}

const publicUrl = 'http://passerelle.test';

export async function readPage(asked: Promise<Page>, rendering: Partial<ListRendering> = {}): Promise<ReadPage> {
  const listing = await asked;
  if (!(listing instanceof Listing)) throw new Error('is no list that waits for its reply');
  const written = await listing.write({
    publicUrl,
    base: `${publicUrl}/v1/studies/`,
    self: `${publicUrl}/v1/studies`,
    nextOf: (after) => after,
    preferred: [],
    secret: 'signs the cursors of a test',
    ...rendering,
  });
  return { ...JSON.parse(written.text), ...written };
}
