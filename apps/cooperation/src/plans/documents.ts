import { Language } from '@passerelle/domain/language';
import { IsoDate } from '@passerelle/domain/period';
import { CountingRule } from '@passerelle/domain/counting-rule';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

// What steps and notices have in common: the papers that go with them, and the inquiry that they tell of.

export const distinct = (values: readonly string[]): boolean => new Set(values).size === values.length;

export const PlanDocument = z
  .strictObject({
    type: CodeOf('documentTypes'),
    language: Language,
    title: Text(3, 300).optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .length(64)
      .optional()
      .describe('Of the file, in hexadecimal: two regions that hold the same number hold the same paper'),
    href: z.url().max(500).optional(),
  })
  .meta({ id: 'PlanDocument' });
export type PlanDocument = z.infer<typeof PlanDocument>;

const inquiry = {
  from: IsoDate.describe('Its first day'),
  to: IsoDate.describe('Its last day'),
  countingRule: CountingRule,
  communes: z.array(Text(2, 80)).max(300).describe('Those that receive remarks'),
};

/** Unlike a period, an inquiry is known by its last day; it may be its first. */
export const PublicInquiry = z
  .strictObject({ ...inquiry, communes: inquiry.communes.default([]) })
  .refine(({ from, to }) => from <= to, {
    error: 'must not lie before the first day',
    path: ['to'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'PublicInquiry' });
export type PublicInquiry = z.infer<typeof PublicInquiry>;

/** An inquiry as a record keeps it. */
export const RecordedInquiry = z.object(inquiry).meta({ id: 'RecordedInquiry' });

/** The inquiry on a part of a plan, with its length by its own rule: the same dates are 60 days to one law and 61 to another. */
export const CountedInquiry = z
  .object({
    ...inquiry,
    from: inquiry.from.meta({ 'x-calendar': 'inquiryStart' }),
    to: inquiry.to.meta({ 'x-calendar': 'inquiryEnd' }),
    days: z.int().min(0).describe('How long it is by its counting rule'),
  })
  .meta({ id: 'CountedInquiry' });
export type CountedInquiry = z.infer<typeof CountedInquiry>;
