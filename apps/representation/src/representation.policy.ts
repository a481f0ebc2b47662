import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, type Policy } from '@passerelle/platform/access/rights';

export const representationPolicy: Policy<never> = {
  ...auditPolicy,

  listBodies: published,
  readBody: published,
  listBodyTransitions: published,
  registerBody: kept,
  changeBody: kept,
  retractBody: kept,

  listSeats: published,
  readSeat: published,
  listSeatTransitions: published,
  registerSeat: kept,
  changeSeat: kept,
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

  // Names are for those who keep them: neither auditors nor administrators read them.
  listPeople: kept,
  readPerson: kept,
  listPersonTransitions: kept,
  registerPerson: kept,
  changePerson: kept,
  erasePerson: kept,
};
