import { auditPolicy } from '@passerelle/platform/audit';
import { kept, shared, type Grant, type Policy } from '@passerelle/platform/rights';

/** The region that chairs a meeting calls it and reports on it, whichever region that is. */
const chaired: Grant = { ...kept, partner: ['chair'] };

/** The region whose plan it is tells of it itself. */
const authored: Grant = { ...kept, partner: ['author'] };
/** The region that a notice is sent to confirms it. */
const addressed: Grant = { ...kept, partner: ['affected'] };

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

  listPlans: shared,
  readPlan: shared,
  registerPlan: authored,
  changePlan: authored,
  listPlanComponents: shared,
  readPlanComponent: shared,
  addPlanComponent: authored,
  recordStepOfPlanComponent: authored,
  listProcedureSteps: shared,
  readProcedureStep: shared,
  listPlanNotices: shared,
  readPlanNotice: shared,
  sendPlanNotice: authored,
  receivePlanNotice: addressed,
};
