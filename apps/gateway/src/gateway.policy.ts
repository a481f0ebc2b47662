import { auditPolicy } from '@passerelle/platform/features/audit-trail';
import type { Grant, Policy } from '@passerelle/platform/access/rights';

/** Platform administrators issue API keys and register subscribers; no one else can list them. */
const run: Grant = { admin: ['own'] };

/** Whoever sees more than public dates has feeds of its own; platform administrators see and revoke all. */
const ownFeeds: Grant = {
  partner: ['holder'],
  editor: ['holder'],
  approver: ['holder'],
  auditor: ['holder'],
  admin: ['own'],
};

/** Figures and problem types are public; the records of a figure show only those that the caller may see. */
export const gatewayPolicy: Policy = {
  ...auditPolicy,
  listApiKeys: run,
  readApiKey: run,
  issueApiKey: run,
  revokeApiKey: run,

  listSubscribers: run,
  readSubscriber: run,
  registerSubscriber: run,
  changeSubscriber: run,
  endSubscriber: run,

  listCalendarFeeds: ownFeeds,
  readCalendarFeed: ownFeeds,
  issueCalendarFeed: ownFeeds,
  revokeCalendarFeed: ownFeeds,
};
