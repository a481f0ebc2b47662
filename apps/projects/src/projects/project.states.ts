import { stateAfter, type Transition } from '@passerelle/platform/kernel/problems';
import type { Origin } from '../consortium.js';
import type { ProjectStatus } from './project.schema.js';

interface ProjectTransition extends Transition<ProjectStatus> {
  /** Absent if every project may make the transition. */
  readonly only?: Origin;
}

// Another register shows that a project is over, seldom the steps before: an imported one may be closed at once.
export const projectStates: readonly ProjectTransition[] = [
  { from: 'contracting', act: 'start', to: 'running' },
  { from: 'running', act: 'suspend', to: 'suspended' },
  { from: 'suspended', act: 'resume', to: 'running' },
  { from: 'running', act: 'end', to: 'ended' },
  { from: 'ended', act: 'close', to: 'closed' },
  { from: 'contracting', act: 'close', to: 'closed', only: 'imported' },
  { from: 'running', act: 'close', to: 'closed', only: 'imported' },
  { from: 'closed', act: 'revertClosure', to: 'running' },
  { from: 'contracting', act: 'terminate', to: 'terminatedEarly' },
  { from: 'running', act: 'terminate', to: 'terminatedEarly' },
  { from: 'suspended', act: 'terminate', to: 'terminatedEarly' },
];

/** The rows that a project of that origin may use. */
export const statesOf = (origin: Origin): readonly ProjectTransition[] =>
  projectStates.filter(({ only }) => only === undefined || only === origin);

export const statusAfter = (origin: Origin, status: ProjectStatus, act: string): ProjectStatus =>
  stateAfter(statesOf(origin), status, act);

/** A project that is over is final. */
export const isOver = (status: ProjectStatus): boolean => status === 'closed' || status === 'terminatedEarly';
