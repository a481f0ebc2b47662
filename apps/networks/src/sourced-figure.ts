import { isIsoDate } from '@passerelle/domain/period';
import { MultilineText } from '@passerelle/domain/text';
import { z } from 'zod';

// Sources contradict each other: one summit had 300, 400 or 600 cities. Each figure stays with its source, and none of
// them becomes *the* figure.

/** A year, a month or a day, `2020`, `2020-12` or `2020-12-31`: no more precise than the source is. */
const AsOf = z
  .string()
  .max(10)
  .regex(/^(19|20|21)\d{2}(-(0[1-9]|1[0-2])(-\d{2})?)?$/)
  .refine((date) => date.length < 10 || isIsoDate(date), 'must be a day that exists');

/** Accompanies every figure that this register did not count itself. */
const provenance = {
  precision: z
    .enum(['about', 'atLeast'])
    .optional()
    .describe('Absent if the source gives a number without "about" or "more than"'),
  source: MultilineText(3, 500).describe('Who gave the figure, and where'),
  asOf: AsOf.optional().describe('When the source gave the figure; absent if the source has no date'),
};

/** Also of what is no figure at all: the schema says so. */
const isSourced = (figure: unknown): boolean => {
  if (typeof figure !== 'object' || figure === null || Array.isArray(figure)) return true;
  return 'source' in figure && figure.source !== undefined;
};

/** A figure that this register did not count itself, with who gave it: without a source it is refused (N5). */
export const sourced = <Fields extends z.ZodRawShape>(fields: Fields) =>
  z.strictObject({ ...fields, ...provenance }).refine(isSourced, {
    error: 'must name who gave the figure, and where: without its source a figure cannot be checked',
    path: ['source'],
    params: { issue: 'unsourcedFigure' },
    // Also where the schema has found the source missing: this says why it is needed.
    when: () => true,
  });
