import { countDays, endingOn, lastDayOf } from '@passerelle/domain/counting-rule';
import { addDays, startOfDay } from '@passerelle/domain/period';
import { inputFault, refuse } from '@passerelle/platform/problems';
import type { Acceptance, ExtensionProposal, Side, TimeframeProposal } from './consultation-acts.schema.js';
import { notAnExtension, notProposed, ownProposal } from './consultation.refusals.js';
import type { Proposal } from './consultation.schema.js';

// The period in which an opinion is in time: one side proposes it, or a longer one, and the other accepts. Its length is
// never a number of days alone, but its days and the rule by which they are counted.

export interface Timeframe {
  readonly startsOn: string;
  readonly dueOn: string;
  readonly countingRule: string;
}

/** The one that is agreed upon. */
export function timeframeOf(agreed: { readonly [Key in keyof Timeframe]: string | null }): Timeframe {
  const { startsOn, dueOn, countingRule } = agreed;
  if (startsOn === null || dueOn === null || countingRule === null) throw new Error('no time-frame is agreed upon');
  return { startsOn, dueOn, countingRule };
}

export type Proposed = Timeframe & Pick<Proposal, 'kind' | 'reason'>;

export function proposedTimeframe({ startsOn, countingRule, dueOn, days = 1 }: TimeframeProposal): Proposed {
  return { kind: 'timeframe', startsOn, dueOn: dueOn ?? lastDayOf(countingRule, startsOn, days), countingRule };
}

export function proposedExtension({ dueOn, reason }: ExtensionProposal, running: Timeframe): Proposed {
  if (dueOn <= running.dueOn) throw refuse(notAnExtension, { dueOn: running.dueOn });
  const ends = endingOn(running.countingRule, dueOn);
  if (ends !== dueOn) throw inputFault('body', 'dueOn', 'invalidPeriod', `is no working day: the next one is ${ends}`);
  return { ...running, kind: 'extension', dueOn, reason };
}

/** `source`: what shows that it was proposed, where it is told for another or later. */
export function asProposal(proposed: Proposed, by: Side, at: Date, source: string | undefined): Proposal {
  const days = countDays(proposed.countingRule, proposed.startsOn, proposed.dueOn);
  return { ...proposed, by, days, proposedAt: at.toISOString(), ...(source === undefined ? {} : { source }) };
}

/** What the side accepts: the day that was proposed, and by the other. */
export function acceptedBy(side: Side, { dueOn }: Acceptance, proposal: Proposal | null): Proposal {
  if (proposal?.dueOn !== dueOn) throw refuse(notProposed, { proposed: proposal?.dueOn ?? '-' });
  if (side === proposal.by) throw refuse(ownProposal);
  return proposal;
}

/** A period that runs, and when it is over: at midnight in Brussels, after its last day. */
export const running = ({ startsOn, dueOn, countingRule, days }: Proposal) => ({
  ...{ startsOn, dueOn, countingRule, days },
  dueAt: startOfDay(addDays(dueOn, 1)),
  proposal: null,
});
