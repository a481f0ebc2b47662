import { auditPolicy } from '@passerelle/platform/audit';
import { kept, shared, type Grant, type Policy } from '@passerelle/platform/rights';

/** The region that chairs a meeting calls it and reports on it, whichever region that is. */
const chaired: Grant = { ...kept, partner: ['chair'] };

/** Each region acts in what it makes with others for itself; the region that keeps the register records the rest. */
const joint: Grant = { ...kept, partner: ['party'] };
const provided: Grant = { ...kept, partner: ['provider'] };
const received: Grant = { ...kept, partner: ['receiver'] };

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

  listJointStudies: shared,
  readJointStudy: shared,
  proposeJointStudy: kept,
  changeJointStudy: kept,
  renegotiateJointStudy: kept,
  agreeJointStudy: joint,
  procureJointStudy: kept,
  startJointStudy: kept,
  receiveJointStudy: kept,
  deliverJointStudy: kept,
  releaseJointStudy: kept,
  closeJointStudy: kept,
  cancelJointStudy: kept,

  listJointProgrammes: shared,
  readJointProgramme: shared,
  registerJointProgramme: kept,
  changeJointProgramme: kept,
  renewJointProgramme: kept,
  endJointProgramme: kept,

  listWorkSites: shared,
  readWorkSite: shared,
  proposeWorkSite: kept,
  changeWorkSite: kept,
  supportWorkSite: joint,
  openWorkSite: kept,
  closeWorkSite: kept,
  dropWorkSite: kept,

  listDataSharings: shared,
  readDataSharing: shared,
  registerDataSharing: kept,
  changeDataSharing: kept,
  deliverDataSharing: provided,
  acknowledgeDataSharing: received,
  suspendDataSharing: kept,
  resumeDataSharing: kept,
  endDataSharing: kept,
};
