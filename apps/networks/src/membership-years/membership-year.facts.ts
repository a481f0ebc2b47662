import { fact } from '@passerelle/platform/events/facts';
import { MembershipYearState } from './membership-year.schema.js';

const about = (verb: string, summary: string) => fact('membershipYears', verb, MembershipYearState, { summary });

export const membershipYearOpened = about(
  'opened',
  'A year of a membership was opened, by a person or after the year before.',
);
export const membershipYearChanged = about(
  'changed',
  'A year of a membership was corrected, or its days changed with the membership.',
);
export const membershipYearReviewed = about('reviewed', 'The value of a year of a membership was reviewed.');
export const membershipYearPaid = about('paid', 'A payment of the fee of a year was recorded.');
export const membershipYearNoticeNear = about(
  'noticeNear',
  'The last day for the notice of a membership is near, and its value was not reviewed.',
);
export const membershipYearNoticeDeadlinePassed = about(
  'noticeDeadlinePassed',
  'The last day for the notice of a membership passed, and its value was not reviewed.',
);
export const membershipYearFeeOverdue = about(
  'feeOverdue',
  'The last day for the fee of a year passed, and it has not been paid.',
);
export const membershipYearReviewMissing = about(
  'reviewMissing',
  'A year of a membership passed, and its value was not reviewed.',
);
export const membershipYearOver = about('over', 'A year of a membership is over, or ended with the membership.');
export const membershipYearRetracted = about(
  'retracted',
  'A year of a membership was taken back: it had been opened in error.',
);

export const membershipYearFacts = [
  membershipYearOpened,
  membershipYearChanged,
  membershipYearReviewed,
  membershipYearPaid,
  membershipYearNoticeNear,
  membershipYearNoticeDeadlinePassed,
  membershipYearFeeOverdue,
  membershipYearReviewMissing,
  membershipYearOver,
  membershipYearRetracted,
];
