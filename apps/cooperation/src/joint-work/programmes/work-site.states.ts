import type { Transition } from '@passerelle/platform/kernel/problems';
import type { WorkSiteStatus } from './work-site.schema.js';

// A site is opened only with recorded support, and after the steering group has discussed it.
export const workSiteStates: readonly Transition<WorkSiteStatus>[] = [
  { from: 'proposed', act: 'support', to: 'supported', by: 'party' },
  { from: 'supported', act: 'support', to: 'supported', by: 'party' },
  { from: 'supported', act: 'open', to: 'open' },
  { from: 'open', act: 'close', to: 'closed' },
  { from: 'proposed', act: 'drop', to: 'dropped' },
  { from: 'supported', act: 'drop', to: 'dropped' },
  { from: 'open', act: 'drop', to: 'dropped' },
];

const over: readonly WorkSiteStatus[] = ['closed', 'dropped'];

export const isOver = (status: WorkSiteStatus): boolean => over.includes(status);
