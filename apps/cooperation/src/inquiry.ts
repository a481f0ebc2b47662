import { CountingRule } from '@passerelle/domain/counting-rule';
import { IsoDate } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

// The public inquiry on a plan: as it is announced, as a record keeps it, and counted by its own rule.

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

const days = z.int().min(0).describe('How long it is by its counting rule');

/** The inquiry that a consultation goes with: the same dates are 60 days to one law and 61 to another. */
export const ConsultedInquiry = z.object({ ...inquiry, days }).meta({ id: 'ConsultedInquiry' });
export type ConsultedInquiry = z.infer<typeof ConsultedInquiry>;

/** The same on the part of a plan whose inquiry it is, which puts it on the calendar. */
export const CountedInquiry = z
  .object({
    ...inquiry,
    from: inquiry.from.meta({ 'x-calendar': 'inquiryStart' }),
    to: inquiry.to.meta({ 'x-calendar': 'inquiryEnd' }),
    days,
  })
  .meta({ id: 'CountedInquiry' });
export type CountedInquiry = z.infer<typeof CountedInquiry>;
