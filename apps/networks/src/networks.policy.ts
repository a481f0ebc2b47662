import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, type Policy } from '@passerelle/platform/access/rights';

export const networksPolicy: Policy<never> = {
  ...auditPolicy,

  listNetworks: published,
  readNetwork: published,
  listNetworkTransitions: published,
  registerNetwork: kept,
  changeNetwork: kept,
  retractNetwork: kept,

  listMemberships: published,
  readMembership: published,
  listMembershipTransitions: published,
  registerMembership: kept,
  changeMembership: kept,
  applyMembership: kept,
  admitMembership: kept,
  refuseMembership: kept,
  fallIntoArrearsMembership: kept,
  settleMembership: kept,
  giveNoticeMembership: kept,
  endMembership: kept,
  retractMembership: kept,

  listOffices: published,
  readOffice: published,
  listOfficeTransitions: published,
  nominateOffice: kept,
  changeOffice: kept,
  winOffice: kept,
  loseOffice: kept,
  takeOffice: kept,
  endOffice: kept,
  retractOffice: kept,

  listActivities: published,
  readActivity: published,
  listActivityTransitions: published,
  recordActivity: kept,
  changeActivity: kept,
  withdrawActivity: kept,
  retractActivity: kept,
};
