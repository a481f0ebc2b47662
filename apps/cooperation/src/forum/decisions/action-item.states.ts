import type { Transition } from '@passerelle/platform/kernel/problems';
import type { ActionStatus } from './action-item.schema.js';

// Overdue is a mark, not a state: an overdue item can still be closed, and stays marked.
export const actionStates: readonly Transition<ActionStatus>[] = [
  { from: 'open', act: 'close', to: 'closed', by: 'owner' },
  { from: 'closed', act: 'reopen', to: 'open', by: 'owner' },
];
