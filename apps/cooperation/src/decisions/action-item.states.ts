import type { Transition } from '@passerelle/platform/problems';
import type { ActionStatus } from './action-item.schema.js';

// That it is overdue is a date and no state: what is late can be closed all the same, and stays marked.
export const actionStates: readonly Transition<ActionStatus>[] = [
  { from: 'open', act: 'close', to: 'closed', by: 'owner' },
  { from: 'closed', act: 'reopen', to: 'open', by: 'owner' },
];
