import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, shared, type Grant, type Policy } from '@passerelle/platform/access/rights';
import type { Side } from './shared/visibility/relations.js';

/** The chair of a meeting, whichever region it is, convenes it and records its minutes. */
const chaired: Grant<Side> = { ...kept, partner: ['chair'] };

/** Both sides read a consultation; each performs only the acts of its own side. */
const betweenSides: Grant<Side> = { ...shared, partner: ['public', 'author', 'affected'] };
const ofSide = (...sides: readonly ('author' | 'affected')[]): Grant<Side> => ({ ...kept, partner: sides });

/** Commitments towards another region need the approver's role, not the editor's. */
const binding = (side: 'author' | 'affected' | 'party'): Grant<Side> => ({ approver: ['own'], partner: [side] });
/** Each region records its own acts in joint work; the home region may record acts for the others. */
const joint: Grant<Side> = { ...kept, partner: ['party'] };
const provided: Grant<Side> = { ...kept, partner: ['provider'] };
const received: Grant<Side> = { ...kept, partner: ['receiver'] };
/** Plans, notices and consultations of the home region, and those that it is consulted on. */
const owned: Grant<Side> = { ...kept, partner: ['owner'] };

/** Contact points are visible to the regions only, not to the public. */
const amongRegions: Grant<Side> = { ...shared, anonymous: [], partner: ['party', 'owner'] };

export const cooperationPolicy: Policy<Side> = {
  ...auditPolicy,

  listAgreements: shared,
  readAgreement: shared,
  listAgreementTransitions: shared,
  registerAgreement: kept,
  changeAgreement: kept,
  signAgreement: kept,
  endAgreement: kept,
  retractAgreement: kept,

  listForumMeetings: shared,
  readForumMeeting: shared,
  listForumMeetingTransitions: shared,
  planForumMeeting: kept,
  changeForumMeeting: kept,
  conveneForumMeeting: chaired,
  holdForumMeeting: chaired,
  postponeForumMeeting: chaired,
  cancelForumMeeting: chaired,
  minuteForumMeeting: chaired,
  approveForumMeeting: binding('party'),
  retractForumMeeting: kept,

  listConsultations: betweenSides,
  readConsultation: betweenSides,
  listConsultationTransitions: betweenSides,
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
  retractConsultation: ofSide('author'),

  listOpinions: betweenSides,
  readOpinion: betweenSides,
  submitOpinion: binding('affected'),
  changeOpinion: binding('affected'),
  listOpinionTransitions: betweenSides,
  answerOpinion: binding('author'),
  retractOpinion: binding('affected'),
  listPlans: shared,
  readPlan: shared,
  registerPlan: ofSide('author'),
  changePlan: ofSide('author'),
  listPlanTransitions: shared,
  retractPlan: ofSide('author'),
  listPlanComponents: shared,
  readPlanComponent: shared,
  addPlanComponent: ofSide('author'),
  changePlanComponent: ofSide('author'),
  listPlanComponentTransitions: shared,
  retractPlanComponent: ofSide('author'),
  listProcedureSteps: shared,
  readProcedureStep: shared,
  recordProcedureStep: ofSide('author'),
  listPlanNotices: shared,
  readPlanNotice: shared,
  sendPlanNotice: ofSide('author'),
  changePlanNotice: ofSide('author'),
  listPlanNoticeTransitions: shared,
  receivePlanNotice: ofSide('affected'),
  retractPlanNotice: ofSide('author'),
  listJointStudies: shared,
  readJointStudy: shared,
  listJointStudyTransitions: shared,
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
  retractJointStudy: kept,

  listJointProgrammes: shared,
  readJointProgramme: shared,
  listJointProgrammeTransitions: shared,
  registerJointProgramme: kept,
  changeJointProgramme: kept,
  renewJointProgramme: kept,
  endJointProgramme: kept,
  retractJointProgramme: kept,

  listWorkSites: shared,
  readWorkSite: shared,
  listWorkSiteTransitions: shared,
  proposeWorkSite: kept,
  changeWorkSite: kept,
  supportWorkSite: joint,
  openWorkSite: kept,
  closeWorkSite: kept,
  dropWorkSite: kept,
  retractWorkSite: kept,

  listDataSharings: shared,
  readDataSharing: shared,
  listDataSharingTransitions: shared,
  registerDataSharing: kept,
  changeDataSharing: kept,
  deliverDataSharing: provided,
  acknowledgeDataSharing: received,
  endDataSharing: kept,
  retractDataSharing: kept,

  listDecisions: shared,
  readDecision: shared,
  listDecisionTransitions: shared,
  adoptDecision: chaired,
  changeDecision: chaired,
  retractDecision: chaired,

  listActionItems: shared,
  readActionItem: shared,
  listActionItemTransitions: shared,
  openActionItem: chaired,
  changeActionItem: chaired,
  closeActionItem: owned,
  reopenActionItem: owned,
  retractActionItem: chaired,

  listParties: published,
  readParty: published,
  listPartyTransitions: published,
  registerParty: kept,
  changeParty: owned,
  retractParty: kept,

  listContactPoints: amongRegions,
  readContactPoint: amongRegions,
  listContactPointTransitions: amongRegions,
  designateContactPoint: owned,
  changeContactPoint: owned,
  retractContactPoint: owned,
};
