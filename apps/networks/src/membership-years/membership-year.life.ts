import { actsOf, Life } from '@passerelle/platform/features/lives';
import {
  feeOverpaid,
  nearDays,
  paymentsFull,
  reviewGiven,
  type MembershipYearRecord,
} from './membership-year.entity.js';
import { feePaymentExample, valueReviewExample } from './membership-year.example.js';
import * as facts from './membership-year.facts.js';
import { FeePayment, ValueReview, type MembershipYearStatus } from './membership-year.schema.js';
import { openNext } from './next-year.js';

const act = actsOf<MembershipYearRecord, MembershipYearStatus>();

const acts = {
  review: act({
    from: ['open', 'over'],
    summary: 'Review the value of a year of a membership: what it gave, and whether it is kept',
    description: 'Once. A review after the last day for it is recorded and marked as late.',
    asks: ValueReview,
    isPossible: ({ reviewedOn }) => reviewedOn === null,
    does: (year, given, { today }) => year.review(given, today),
    fact: (year) => facts.membershipYearReviewed(year),
    refuses: [reviewGiven],
    examples: { kept: valueReviewExample },
  }),
  pay: act({
    from: ['open', 'over'],
    summary: 'Record a payment of the fee of a year, whole or in part',
    asks: FeePayment,
    isPossible: (year) => year.isPayable(),
    does: (year, given, { today }) => year.pay(given, today),
    fact: (year) => facts.membershipYearPaid(year),
    refuses: [feeOverpaid, paymentsFull],
    examples: { whole: feePaymentExample },
  }),
};

// Marks, not states: a year can still be reviewed and paid, and stays marked.
export const membershipYearLife = new Life(acts, {
  clock: {
    noticePassed: {
      from: ['open'],
      after: 'noticeBy',
      once: 'noticePassedOn',
      unless: 'reviewedOn',
      does: (year) => year.passNotice(),
      fact: facts.membershipYearNoticeDeadlinePassed,
    },
    noticeNear: {
      from: ['open'],
      after: 'noticeBy',
      daysBefore: nearDays,
      once: 'noticeNearOn',
      unless: 'reviewedOn',
      does: (year) => year.comeNear(),
      fact: facts.membershipYearNoticeNear,
    },
    /** Also after the year, and after the membership: what was owed stays owed. */
    feeOverdue: {
      from: ['open', 'over'],
      after: 'feeDueOn',
      once: 'feeOverdueOn',
      unless: 'paidOn',
      does: (year) => year.fallOverdue(),
      fact: facts.membershipYearFeeOverdue,
    },
    reviewMissing: {
      from: ['open'],
      after: 'lastDay',
      once: 'reviewMissingOn',
      unless: 'reviewedOn',
      does: (year) => year.missReview(),
      fact: facts.membershipYearReviewMissing,
    },
    end: {
      from: ['open'],
      to: 'over',
      after: 'lastDay',
      does: (year) => year.end(),
      fact: facts.membershipYearOver,
      follows: openNext,
    },
  },
});
