import { stateAfter, type Transition } from '@passerelle/platform/kernel/problems';
import type { OfficeStatus } from './office.schema.js';

interface OfficeTransition extends Transition<OfficeStatus> {
  /** Absent if every office may make the transition. */
  readonly only?: 'elected' | 'appointed';
}

// An elected office must be won before it is taken; an office by appointment has no election.
export const officeStates: readonly OfficeTransition[] = [
  { from: 'candidate', act: 'win', to: 'elected', only: 'elected' },
  { from: 'candidate', act: 'lose', to: 'notElected' },
  { from: 'elected', act: 'take', to: 'inOffice', only: 'elected' },
  { from: 'candidate', act: 'take', to: 'inOffice', only: 'appointed' },
  { from: 'inOffice', act: 'end', to: 'ended' },
];

/** The rows that such an office may use. */
export const statesOf = (elected: boolean): readonly OfficeTransition[] =>
  officeStates.filter(({ only }) => only === undefined || (only === 'elected') === elected);

export const statusAfter = (elected: boolean, status: OfficeStatus, act: string): OfficeStatus =>
  stateAfter(statesOf(elected), status, act);
