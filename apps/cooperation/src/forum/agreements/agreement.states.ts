import type { Transition } from '@passerelle/platform/kernel/problems';
import type { AgreementStatus } from './agreement.schema.js';

export const agreementStates: readonly Transition<AgreementStatus>[] = [
  { from: 'draft', act: 'sign', to: 'inForce' },
  { from: 'inForce', act: 'end', to: 'ended' },
];
