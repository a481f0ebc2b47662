import type { Transition } from '@passerelle/platform/kernel/problems';
import type { OpinionStatus } from './opinion.schema.js';

export const opinionStates: readonly Transition<OpinionStatus>[] = [
  { from: 'submitted', act: 'answer', to: 'answered', by: 'author' },
];
