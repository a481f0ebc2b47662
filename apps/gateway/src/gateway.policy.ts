import { auditPolicy } from '@passerelle/platform/audit';
import type { Policy } from '@passerelle/platform/rights';

/** Figures, their records as far as one may see them, and what problems mean are open to everybody. */
export const gatewayPolicy: Policy = { ...auditPolicy('gateway') };
