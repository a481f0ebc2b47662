import { auditPolicy } from '@passerelle/platform/audit';
import { kept, published, shared, type Grant, type Policy } from '@passerelle/platform/rights';

/** The region that chairs a meeting calls it and reports on it, whichever region that is. */
const chaired: Grant = { ...kept, partner: ['chair'] };

/** Whoever holds a side reads what is between the two, and does what is of its side. */
const betweenSides: Grant = { ...shared, partner: ['public', 'author', 'affected'] };
const ofSide = (...sides: readonly ('author' | 'affected')[]): Grant => ({ ...kept, partner: sides });

/** What binds the region towards another is done by who may approve, not by who keeps the record. */
const binding = (side: 'author' | 'affected' | 'party'): Grant => ({ approver: ['own'], partner: [side] });
/** Each region acts in what it makes with others for itself; the region that keeps the register records the rest. */
const joint: Grant = { ...kept, partner: ['party'] };
const provided: Grant = { ...kept, partner: ['provider'] };
const received: Grant = { ...kept, partner: ['receiver'] };
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

  listConsultations: betweenSides,
  readConsultation: betweenSides,
  openConsultation: ofSide('author'),
  changeConsultation: kept,
  acknowledgeConsultation: ofSide('affected'),
  replyConsultation: ofSide('affected'),
  proposeTimeframeConsultation: ofSide('author', 'affected'),
  agreeTimeframeConsultation: ofSide('author', 'affected'),
  proposeExtensionConsultation: ofSide('author', 'affected'),
  extendConsultation: ofSide('author', 'affected'),
  communicateDecisionConsultation: binding('author'),
  closeConsultation: ofSide('author'),
  withdrawConsultation: binding('author'),

  listOpinions: betweenSides,
  readOpinion: betweenSides,
  submitOpinion: binding('affected'),
  answerOpinion: binding('author'),
  listPlans: shared,
  readPlan: shared,
  registerPlan: ofSide('author'),
  changePlan: ofSide('author'),
  listPlanComponents: shared,
  readPlanComponent: shared,
  addPlanComponent: ofSide('author'),
  recordStepOfPlanComponent: ofSide('author'),
  listProcedureSteps: shared,
  readProcedureStep: shared,
  listPlanNotices: shared,
  readPlanNotice: shared,
  sendPlanNotice: ofSide('author'),
  receivePlanNotice: ofSide('affected'),
  listJointStudies: shared,
  readJointStudy: shared,
  proposeJointStudy: kept,
  changeJointStudy: kept,
  renegotiateJointStudy: kept,
  agreeJointStudy: binding('party'),
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
  minuteForumMeeting: chaired,
  approveForumMeeting: binding('party'),

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
