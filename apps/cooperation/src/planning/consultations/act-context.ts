import type { ActContext as RecordContext } from '@passerelle/platform/features/lives';
import { inputFault } from '@passerelle/platform/kernel/problems';
import type { Direction } from './consultation.schema.js';

/** The caller's party and the time of the request; `home` is the region that runs this register. */
export type ActContext = Pick<RecordContext, 'party' | 'home' | 'now'>;

export interface Timestamp {
  readonly at: Date;
  /** The day in Brussels. */
  readonly on: string;
}

/** The direction of a consultation for the home region, which must be one of the two sides. */
export function directionOf(author: string | null, affected: string, home: string): Direction {
  if (author === affected)
    throw inputFault('body', 'affectedParty', 'samePlanningAuthority', 'must not be the region that makes the plan');
  if (author === home) return 'outgoing';
  if (affected === home) return 'incoming';
  throw inputFault('body', 'affectedParty', 'notASide', `${home} must be the author or the affected region`);
}
