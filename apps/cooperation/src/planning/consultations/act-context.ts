import type { Caller } from '@passerelle/platform/access/identity';
import { inputFault } from '@passerelle/platform/kernel/problems';
import type { ServiceContext } from '@passerelle/platform/runtime/service';
import type { Direction } from './consultation.schema.js';

/** The caller's party and the time of the request; `home` is the region that runs this register. */
export interface ActContext {
  readonly party: string | undefined;
  readonly home: string;
  readonly now: Date;
}

export interface Timestamp {
  readonly at: Date;
  /** The day in Brussels. */
  readonly on: string;
}

export const actContextOf = ({ caller }: { readonly caller: Caller }, { settings }: ServiceContext): ActContext => ({
  party: caller.party,
  home: settings.HOME_PARTY,
  now: new Date(),
});

/** The direction of a consultation for the home region, which must be one of the two sides. */
export function directionOf(author: string | null, affected: string, home: string): Direction {
  if (author === affected)
    throw inputFault('body', 'affectedParty', 'samePlanningAuthority', 'must not be the region that makes the plan');
  if (author === home) return 'outgoing';
  if (affected === home) return 'incoming';
  throw inputFault('body', 'affectedParty', 'notASide', `${home} must be the author or the affected region`);
}
