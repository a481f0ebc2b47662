import { Departments } from '@passerelle/domain/department';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Money, toMinor } from '@passerelle/domain/money';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { isPublic, type Relations } from '@passerelle/platform/access/rights';
import { byDate, byDay, byText, collection, embed, filtersOf, isSet } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { networkRegistered } from '../networks/network.facts.js';

// One year of a membership: what it costs, whether it is worth it, and by when that must be decided. Of internal use only, even if the
// membership is public.

export const MembershipYearStatus = z.enum(['open', 'over']).meta({ id: 'MembershipYearStatus' });
export type MembershipYearStatus = z.infer<typeof MembershipYearStatus>;

const Fee = Money.refine(({ amount }) => !amount.startsWith('-'), 'must not be negative');
const Paid = Money.refine((amount) => toMinor(amount) > 0n, 'must be above 0');

const terms = {
  endsOn: IsoDate.optional().describe(
    'The last day of the term of the membership, where a term ends in this year; the notice is counted back from it',
  ),
  fee: Fee.optional().describe('The fee of the year; absent while it is unknown, 0 where there is none'),
  feeDueOn: IsoDate.optional().meta({
    description: 'The last day for the fee',
    'x-calendar': 'feeDue',
    'x-calendar-done': [{ day: 'paidOn' }],
  }),
};

export const NewMembershipYear = z
  .strictObject({ year: z.int().min(1950).max(2199).describe('The calendar year'), ...terms })
  .meta({ id: 'NewMembershipYear' });
export type NewMembershipYear = z.infer<typeof NewMembershipYear>;

/** What a change may touch, whole. */
export const MembershipYearTerms = z.strictObject(terms);
export const MembershipYearChange = mergePatch(MembershipYearTerms).meta({ id: 'MembershipYearChange' });
export type MembershipYearChange = Patch<z.infer<typeof MembershipYearTerms>>;

export const mostPayments = 12;

/** A fee may be paid in parts. */
export const FeePayment = z
  .strictObject({
    on: IsoDate.describe('The day of the payment'),
    amount: Paid.describe('What was paid'),
    reference: Text(1, 100).optional().describe('Of the invoice or the payment'),
  })
  .meta({ id: 'FeePayment' });
export type FeePayment = z.infer<typeof FeePayment>;

const review = {
  verdict: CodeOf('reviewVerdicts'),
  reason: LocalizedMultilineText(3, 500).describe('What the membership gave, and why it is kept or left'),
};
export const ValueReview = z
  .strictObject({ on: IsoDate.describe('The day of the review'), ...review })
  .meta({ id: 'ValueReview' });
export type ValueReview = z.infer<typeof ValueReview>;

const state = {
  status: MembershipYearStatus,
  membershipId: z.uuid().meta({ description: 'The membership', 'x-belongs-to': 'memberships' }),
  networkId: z.uuid().describe('The network of the membership'),
  name: LocalizedText(2, 300).describe('That of the network'),
  holderKind: CodeOf('holderKinds').describe('That of the membership'),
  level: TerritorialLevel.describe('That of the network'),
  departments: Departments.describe('Those of the membership'),
  year: NewMembershipYear.shape.year,
  ...terms,
  noticeBy: IsoDate.optional().describe(
    'The last day for the notice: the day before the first one after the term, less the notice period of the membership. Absent where the term or the period is unknown, and once notice was given',
  ),
  decideBy: IsoDate.meta({
    description: 'The last day for the review: that of the notice, or the last day of the year where none is known',
    'x-calendar': 'membershipDecision',
    'x-calendar-done': [{ day: 'decidedOn' }],
  }),
  decidedOn: IsoDate.optional().describe(
    'The day of the review, or of a notice that was given without one: nothing is left to decide',
  ),
  reviewedOn: IsoDate.optional().describe('The day of the review'),
  reviewLate: z.boolean().optional().describe('True when it was reviewed after decideBy'),
  verdict: review.verdict.optional(),
  reason: review.reason.optional(),
  payments: z.array(FeePayment).max(mostPayments).describe('In the order of their days'),
  paidOn: IsoDate.optional().describe(
    'The day on which the payments reached the fee; with an unknown fee, that of the last payment',
  ),
  noticeNearOn: IsoDate.optional().describe('Since when the deadline of the notice was near, without a review'),
  noticePassedOn: IsoDate.optional().describe('The first day after the deadline of the notice, without a review'),
  reviewMissingOn: IsoDate.optional().describe('The first day after the year, without a review'),
  feeOverdueOn: IsoDate.optional().describe('The first day on which the fee was overdue; kept where it is paid late'),
  classification: z.literal('internal'),
};

export const {
  State: MembershipYearState,
  View: MembershipYear,
  Summary: MembershipYearSummary,
} = shapesOf('MembershipYear', state, [
  'status',
  'membershipId',
  'networkId',
  'name',
  'holderKind',
  'year',
  'endsOn',
  'noticeBy',
  'decideBy',
  'decidedOn',
  'reviewedOn',
  'verdict',
  'fee',
  'feeDueOn',
  'paidOn',
]);

/** No caller outside the Region has a part in it. */
export const membershipYearRelations: Relations = {};

export const membershipYears = collection({
  table: 'membership_year',
  item: MembershipYearSummary,
  relations: membershipYearRelations,
  filters: {
    ...filtersOf(MembershipYearState, [
      'status',
      'membershipId',
      'networkId',
      'holderKind',
      'departments',
      'decideBy',
      'feeDueOn',
      'verdict',
    ]),
    decided: isSet('decided_on', 'Whether it was decided on: its value reviewed, or notice given.'),
    paid: isSet('paid_on', 'Whether its fee was paid.'),
  },
  sorts: { ref: byText('ref'), decideBy: byDay('decide_by'), feeDueOn: byDate('fee_due_on') },
  defaultSort: 'decideBy',
  searched: false,
  embeds: { network: embed('networkId', 'network', networkRegistered, 'Network', isPublic) },
});
