import { sharedWith } from '@passerelle/platform/rights';

/** Agreements name the regions that are parties to them; what stands under an agreement is shared as the agreement is. */
export const agreementRelations = sharedWith('parties');
