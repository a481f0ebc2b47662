import type { Transition } from '@passerelle/platform/kernel/problems';
import type { StudyStatus } from './joint-study.schema.js';

// Parties agree to the current shares and budget: a change voids their agreements. From the contract on, shares and
// budget are fixed. The last missing agreement makes the study agreed.
export const studyStates: readonly Transition<StudyStatus>[] = [
  { from: 'proposed', act: 'renegotiate', to: 'proposed' },
  { from: 'proposed', act: 'agree', to: 'proposed', by: 'party' },
  { from: 'proposed', act: 'agreeLast', to: 'agreed', by: 'party' },
  { from: 'agreed', act: 'renegotiate', to: 'proposed' },
  { from: 'agreed', act: 'procure', to: 'procured' },
  { from: 'procured', act: 'start', to: 'running' },
  { from: 'running', act: 'receive', to: 'running' },
  { from: 'running', act: 'deliver', to: 'delivered' },
  { from: 'delivered', act: 'receive', to: 'delivered' },
  { from: 'delivered', act: 'release', to: 'published' },
  { from: 'published', act: 'close', to: 'closed' },
  { from: 'proposed', act: 'cancel', to: 'cancelled' },
  { from: 'agreed', act: 'cancel', to: 'cancelled' },
  { from: 'procured', act: 'cancel', to: 'cancelled' },
  { from: 'running', act: 'cancel', to: 'cancelled' },
];

const over: readonly StudyStatus[] = ['closed', 'cancelled'];

export const isOver = (status: StudyStatus): boolean => over.includes(status);
