import { auditPolicy } from '@passerelle/platform/audit';
import { kept, shared, type Grant, type Policy } from '@passerelle/platform/rights';

/** The region that chairs a meeting calls it and reports on it, whichever region that is. */
const chaired: Grant = { ...kept, partner: ['chair'] };

export const cooperationPolicy: Policy = {
  ...auditPolicy('cooperation'),

  listAgreements: shared,
  readAgreement: shared,
  registerAgreement: kept,
  changeAgreement: kept,
  signAgreement: kept,
  endAgreement: kept,

  listForumMeetings: shared,
  readForumMeeting: shared,
  planForumMeeting: kept,
  conveneForumMeeting: chaired,
  holdForumMeeting: chaired,
  postponeForumMeeting: chaired,
  cancelForumMeeting: chaired,
};
