import { auditPolicy } from '@passerelle/platform/audit';
import { kept, published, shared, type Grant, type Policy } from '@passerelle/platform/rights';

/** The region that chairs a meeting calls it and reports on it, whichever region that is. */
const chaired: Grant = { ...kept, partner: ['chair'] };

/** What a region does for itself, and what it is to be asked about. */
const owned: Grant = { ...kept, partner: ['owner'] };

/** Whom to turn to in a region is told to the regions, and not to everybody. */
const amongRegions: Grant = { ...shared, anonymous: [], partner: ['party', 'owner'] };

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
  minuteForumMeeting: chaired,
  approveForumMeeting: { ...kept, partner: ['party'] },

  listDecisions: shared,
  readDecision: shared,
  adoptDecision: chaired,
  changeDecision: chaired,

  listActionItems: shared,
  readActionItem: shared,
  openActionItem: chaired,
  closeActionItem: owned,
  reopenActionItem: owned,

  listParties: published,
  readParty: published,
  registerParty: kept,
  changeParty: owned,

  listContactPoints: amongRegions,
  readContactPoint: amongRegions,
  designateContactPoint: owned,
  endContactPoint: owned,
};
