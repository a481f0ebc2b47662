import { Departments } from '@passerelle/domain/department';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { CodeOf } from '@passerelle/domain/reference-list';
import { MultilineText } from '@passerelle/domain/text';
import { Themes } from '@passerelle/domain/theme';
import { z } from 'zod';

// What the Region wants in a text, and what became of it.

export const mostInterests = 10;

const wish = {
  topic: LocalizedText(3, 100),
  wording: LocalizedMultilineText(3, 200).describe('The wording that the Region wants'),
  priority: CodeOf('interestPriorities'),
  departments: Departments.max(3),
  themes: Themes.min(1),
};

const InterestNumber = z.int().min(1).max(mostInterests);

export const NewInterest = z
  .strictObject({ ...wish, departments: wish.departments.default([]) })
  .meta({ id: 'NewInterest' });
export type NewInterest = z.infer<typeof NewInterest>;

export const NewInterests = z.array(NewInterest).min(1).max(mostInterests);

const uptake = {
  uptake: CodeOf('interestUptakes'),
  passage: MultilineText(3, 300).optional().describe('The passage of the adopted text, quoted'),
};
const quotesWhatItFinds = ({ uptake: found, passage }: { uptake: string; passage?: unknown }) =>
  !['full', 'partial'].includes(found) || passage !== undefined;

/** P6 */
export const InterestUptake = z
  .strictObject({ n: InterestNumber.describe('The number of the interest'), ...uptake })
  .refine(quotesWhatItFinds, { error: 'must quote the passage that takes it up', path: ['passage'] })
  .meta({ id: 'InterestUptake', description: 'What became of an interest' });

/** Interests are numbered in their order; a number stays with its interest once the position is validated. */
export const Interest = z
  .object({ n: InterestNumber, ...wish, ...uptake, uptake: uptake.uptake.optional() })
  .meta({ id: 'Interest', description: 'What the Region wants, and what became of it' });
export type Interest = z.infer<typeof Interest>;

/** So much of its interests that a list answers what became of them. */
export const InterestSummary = Interest.pick({
  n: true,
  topic: true,
  priority: true,
  themes: true,
  uptake: true,
  passage: true,
}).meta({ id: 'InterestSummary' });
