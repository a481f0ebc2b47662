import { CountingRule } from '@passerelle/domain/counting-rule';
import { IsoDate } from '@passerelle/domain/period';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

// The public inquiry on a plan: as announced, as stored, and counted by its own rule.

const inquiry = {
  from: IsoDate.describe('Its first day'),
  to: IsoDate.describe('Its last day'),
  countingRule: CountingRule,
  communes: z.array(Text(2, 80)).max(300).describe('The communes that receive remarks'),
};

/** Unlike a period, an inquiry includes its last day, which may be its first. */
export const PublicInquiry = z
  .strictObject({ ...inquiry, communes: inquiry.communes.default([]) })
  .refine(({ from, to }) => from <= to, {
    error: 'must not be earlier than the first day',
    path: ['to'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'PublicInquiry', description: 'Its last day is a part of it' });
export type PublicInquiry = z.infer<typeof PublicInquiry>;

/** An inquiry as a record stores it. */
export const RecordedInquiry = z.object(inquiry).meta({ id: 'RecordedInquiry' });

const days = z.int().min(0).describe('The number of days by its counting rule');

/** The inquiry that accompanies a consultation: the same dates are 60 days to one law and 61 to another. */
export const ConsultedInquiry = z.object({ ...inquiry, days }).meta({ id: 'ConsultedInquiry' });
export type ConsultedInquiry = z.infer<typeof ConsultedInquiry>;

const adopted = ['finallyAdopted', 'inForce', 'superseded', 'annulled', 'abrogated'];
const opened = ['inInquiry', 'advice', 'adapted', ...adopted];
// An advice is given while the inquiry runs; the later steps are not.
const over = ['adapted', ...adopted];

/** The inquiry of a part of a plan. It is a deadline in the calendar until the steps of that part pass it. */
export const CountedInquiry = z
  .object({
    ...inquiry,
    from: inquiry.from.meta({ 'x-calendar': 'inquiryStart', 'x-calendar-done': [{ status: opened }] }),
    to: inquiry.to.meta({ 'x-calendar': 'inquiryEnd', 'x-calendar-done': [{ status: over }] }),
    days,
  })
  .meta({ id: 'CountedInquiry' });
export type CountedInquiry = z.infer<typeof CountedInquiry>;
