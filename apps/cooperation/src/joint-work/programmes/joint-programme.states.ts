import type { Transition } from '@passerelle/platform/kernel/problems';
import type { ProgrammeStatus } from './joint-programme.schema.js';

export const programmeStates: readonly Transition<ProgrammeStatus>[] = [
  { from: 'running', act: 'renew', to: 'running' },
  { from: 'running', act: 'end', to: 'ended' },
];
