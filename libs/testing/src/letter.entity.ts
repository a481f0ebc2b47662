/** The records of `letters.ts`. */
import { Classification } from '@passerelle/domain/classification';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { sharedWith } from '@passerelle/platform/access/rights';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergeInto, mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';

export const LetterStatus = z.enum(['draft', 'checked', 'sent', 'answered', 'unanswered']);
export type LetterStatus = z.infer<typeof LetterStatus>;

const terms = {
  title: LocalizedText(2, 300),
  toParty: Party,
  answerDueOn: IsoDate.optional(),
  classification: Classification,
};
export const NewLetter = z.strictObject(terms).meta({ id: 'NewLetter' });
export const LetterChange = mergePatch(NewLetter).meta({ id: 'LetterChange' });
export type LetterChange = Patch<z.infer<typeof NewLetter>>;

export const letterShapes = shapesOf(
  'Letter',
  { status: LetterStatus, ...terms, parties: z.array(Party).max(2), overdueSince: IsoDate.optional() },
  ['status', 'title', 'classification'],
);
export const enclosureShapes = shapesOf(
  'Enclosure',
  { letterId: z.uuid(), title: LocalizedText(2, 300), parties: z.array(Party).max(2), classification: Classification },
  ['letterId', 'title'],
);

export const letterRelations = sharedWith('parties');

export interface LetterRecord extends Stored<typeof letterShapes.State> {}

@StoredAs('letter', letterShapes.State)
export class LetterRecord {
  static readonly relations = letterRelations;

  static write(name: Name, given: z.infer<typeof NewLetter>): LetterRecord {
    const parties = ['BE-BRU', given.toParty];
    return Object.assign(new LetterRecord(), name, { version: 1, status: 'draft' as const, parties }, given);
  }

  change(change: LetterChange): void {
    mergeInto(this, NewLetter, change);
  }
}

export interface EnclosureRecord extends Stored<typeof enclosureShapes.State> {}

@StoredAs('enclosure', enclosureShapes.State)
export class EnclosureRecord {
  static readonly relations = letterRelations;
}
