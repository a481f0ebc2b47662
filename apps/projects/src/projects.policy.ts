import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, type Policy } from '@passerelle/platform/access/rights';

export const projectsPolicy: Policy<never> = {
  ...auditPolicy,

  listProgrammes: published,
  readProgramme: published,
  registerProgramme: kept,
  changeProgramme: kept,
  listProgrammeTransitions: published,
  retractProgramme: kept,

  listProjects: published,
  readProject: published,
  registerProject: kept,
  changeProject: kept,
  startProject: kept,
  suspendProject: kept,
  resumeProject: kept,
  endProject: kept,
  closeProject: kept,
  revertClosureProject: kept,
  terminateProject: kept,
  listProjectTransitions: published,
  retractProject: kept,

  listPartners: published,
  readPartner: published,
  joinPartner: kept,
  changePartner: kept,
  leavePartner: kept,
  listPartnerTransitions: published,
  retractPartner: kept,
};
