import { lockRecord, readIn, type Tx } from '@passerelle/platform/data/database';
import { refusal } from '@passerelle/platform/kernel/problems';
import { refusalKind } from '../texts/refusal-kind.js';
import { isSame, type Recognised } from './sameness.js';
import type { VisibilityRecord } from './visibility.entity.js';
import type { VisibilityItemChange } from './visibility.schema.js';

export const visibilityRecorded = refusalKind({
  code: 'visibilityRecorded',
  status: 409,
  title: 'Visibility Recorded',
});

interface OfThatDay extends Recognised {
  readonly ref: string;
}

const others = `
  SELECT ref, kind, title, shown_on::text AS "shownOn", outlet, url FROM visibility_item
   WHERE shown_on = $1 AND id <> $2 AND retracted_at IS NULL ORDER BY id`;

/** N9: an item is recorded once. One transaction at a time records for a day: of two at the same moment, the second sees the first. */
export async function refuseTwin(tx: Tx, item: VisibilityRecord): Promise<void> {
  await lockRecord(tx, 'visibilityOn', item.shownOn);
  const { rows } = await readIn<OfThatDay>(tx, others, [item.shownOn, item.id]);
  const first = rows.find((other) => isSame(item, other));
  if (first !== undefined) throw refusal(visibilityRecorded, { ref: first.ref });
}

const recognising: readonly string[] = [
  'kind',
  'title',
  'shownOn',
  'outlet',
  'url',
] satisfies (keyof VisibilityItemChange)[];

/** Whether a change touches what an item is recognised by. */
export const isRecognisedOtherwise = (terms: VisibilityItemChange): boolean =>
  Object.keys(terms).some((name) => recognising.includes(name));
