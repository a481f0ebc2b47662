import type { Transition } from '@passerelle/platform/kernel/problems';
import type { SharingStatus } from './data-sharing.schema.js';

// A delivery from before a pause can still be acknowledged during it.
export const sharingStates: readonly Transition<SharingStatus>[] = [
  { from: 'active', act: 'deliver', to: 'active', by: 'provider' },
  { from: 'active', act: 'acknowledge', to: 'active', by: 'receiver' },
  { from: 'active', act: 'suspend', to: 'suspended' },
  { from: 'active', act: 'end', to: 'ended' },
  { from: 'suspended', act: 'acknowledge', to: 'suspended', by: 'receiver' },
  { from: 'suspended', act: 'resume', to: 'active' },
  { from: 'suspended', act: 'end', to: 'ended' },
];
