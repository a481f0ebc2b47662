import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, type Policy } from '@passerelle/platform/access/rights';

export const representationPolicy: Policy<never> = {
  ...auditPolicy('representation'),

  listBodies: published,
  readBody: published,
  registerBody: kept,
  changeBody: kept,

  listSeats: published,
  readSeat: published,
  registerSeat: kept,
  changeSeat: kept,

  listMandates: published,
  readMandate: published,
  proposeMandate: kept,
  activateMandate: kept,
  suspendMandate: kept,
  resumeMandate: kept,
  endMandate: kept,
  revokeMandate: kept,
};
