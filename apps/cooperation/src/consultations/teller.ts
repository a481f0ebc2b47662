import type { Caller } from '@passerelle/platform/identity';
import { inputFault } from '@passerelle/platform/problems';
import type { ServiceContext } from '@passerelle/platform/service';
import type { Direction } from './consultation.schema.js';

/** Who tells an act, for whom, and when: `home` runs this register. */
export interface Teller {
  readonly party: string | undefined;
  readonly home: string;
  readonly now: Date;
}

export interface Moment {
  readonly at: Date;
  /** The day in Brussels. */
  readonly on: string;
}

export const tellerOf = ({ caller }: { readonly caller: Caller }, { settings }: ServiceContext): Teller => ({
  party: caller.party,
  home: settings.HOME_PARTY,
  now: new Date(),
});

/** Of a consultation, as the home region sees it: it holds one of the two sides. */
export function directionOf(author: string | null, affected: string, home: string): Direction {
  if (author === affected)
    throw inputFault('body', 'affectedParty', 'samePlanningAuthority', 'is the region that makes the plan');
  if (author === home) return 'outgoing';
  if (affected === home) return 'incoming';
  throw inputFault('body', 'affectedParty', 'notASide', `a consultation kept here has ${home} on one of its sides`);
}
