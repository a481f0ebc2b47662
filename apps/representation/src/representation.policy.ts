import { auditPolicy } from '@passerelle/platform/audit';
import { kept, published, type Policy } from '@passerelle/platform/rights';

export const representationPolicy: Policy = {
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
