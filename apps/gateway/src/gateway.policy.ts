import { auditPolicy } from '@passerelle/platform/audit';
import type { Grant, Policy } from '@passerelle/platform/rights';

/** Who runs the platform lets programs in; nobody else so much as sees which there are. */
const run: Grant = { admin: ['own'] };

/** Figures, their records as far as one may see them, and what problems mean are open to everybody. */
export const gatewayPolicy: Policy = {
  ...auditPolicy('gateway'),
  listApiKeys: run,
  readApiKey: run,
  issueApiKey: run,
  revokeApiKey: run,
};
