import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, type Grant, type Policy } from '@passerelle/platform/access/rights';

/** To validate for the Region needs the approver's role, not the editor's. */
const approving: Grant<never> = { approver: ['own'] };

export const representationPolicy: Policy<never> = {
  ...auditPolicy,

  listBodies: published,
  readBody: published,
  listBodyTransitions: published,
  registerBody: kept,
  changeBody: kept,
  endBody: kept,
  retractBody: kept,

  listSeats: published,
  readSeat: published,
  listSeatTransitions: published,
  registerSeat: kept,
  changeSeat: kept,
  endSeat: kept,
  retractSeat: kept,

  listMandates: published,
  readMandate: published,
  listMandateTransitions: published,
  proposeMandate: kept,
  changeMandate: kept,
  activateMandate: kept,
  suspendMandate: kept,
  resumeMandate: kept,
  endMandate: kept,
  revokeMandate: kept,
  retractMandate: kept,

  listBodyMeetings: published,
  readBodyMeeting: published,
  listBodyMeetingTransitions: published,
  announceBodyMeeting: kept,
  changeBodyMeeting: kept,
  prepareBodyMeeting: kept,
  attendBodyMeeting: kept,
  missBodyMeeting: kept,
  representBodyMeeting: kept,
  reportBodyMeeting: kept,
  closeBodyMeeting: kept,
  cancelBodyMeeting: kept,
  retractBodyMeeting: kept,
  // It shows what the Region prepares, also for a meeting that everybody may see.
  readBodyMeetingBrief: kept,

  listFollowUps: published,
  readFollowUp: published,
  listFollowUpTransitions: published,
  registerFollowUp: kept,
  changeFollowUp: kept,
  closeFollowUp: kept,
  reopenFollowUp: kept,
  retractFollowUp: kept,

  listPositions: published,
  readPosition: published,
  readInterest: published,
  listPositionTransitions: published,
  draftPosition: kept,
  changePosition: kept,
  validatePosition: approving,
  revisePosition: kept,
  coordinateRegionallyPosition: kept,
  coordinateBelgiumPosition: kept,
  defendPosition: kept,
  abstainPosition: kept,
  assessPosition: kept,
  publishPosition: kept,
  withdrawPosition: kept,
  retractPosition: kept,

  // Names are for those who keep them: neither auditors nor administrators read them.
  listPeople: kept,
  readPerson: kept,
  listPersonTransitions: kept,
  registerPerson: kept,
  changePerson: kept,
  erasePerson: kept,
};
