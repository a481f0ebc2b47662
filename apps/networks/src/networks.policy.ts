import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import { kept, published, type Policy } from '@passerelle/platform/access/rights';

export const networksPolicy: Policy<never> = {
  ...auditPolicy('networks'),

  listNetworks: published,
  readNetwork: published,
  registerNetwork: kept,
  changeNetwork: kept,

  listMemberships: published,
  readMembership: published,
  registerMembership: kept,
  changeMembership: kept,
  applyMembership: kept,
  admitMembership: kept,
  refuseMembership: kept,
  fallIntoArrearsMembership: kept,
  settleMembership: kept,
  giveNoticeMembership: kept,
  endMembership: kept,

  listOffices: published,
  readOffice: published,
  nominateOffice: kept,
  winOffice: kept,
  loseOffice: kept,
  takeOffice: kept,
  endOffice: kept,

  listActivities: published,
  readActivity: published,
  recordActivity: kept,
  changeActivity: kept,
  withdrawActivity: kept,
};
