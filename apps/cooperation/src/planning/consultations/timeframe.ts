import { countDays, endingOn, lastDayOf } from '@passerelle/domain/counting-rule';
import { addDays, startOfDay } from '@passerelle/domain/period';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import type { Acceptance, ExtensionProposal, Side, TimeframeProposal } from './consultation-acts.schema.js';
import { notAnExtension, notProposed, ownProposal } from './consultation.refusals.js';
import type { Proposal } from './consultation.schema.js';

// The period for an opinion in time: one side proposes it, or a longer one, and the other accepts. Its length is always
// days together with the rule that counts them.

export interface Timeframe {
  readonly startsOn: string;
  readonly dueOn: string;
  readonly countingRule: string;
}

/** The agreed time-frame. */
export function timeframeOf(agreed: { readonly [Key in keyof Timeframe]: string | null }): Timeframe {
  const { startsOn, dueOn, countingRule } = agreed;
  if (startsOn === null || dueOn === null || countingRule === null) throw new Error('no time-frame is agreed');
  return { startsOn, dueOn, countingRule };
}

export type Proposing = Readonly<Partial<Pick<TimeframeProposal, 'side' | 'days'>>>;
export type Proposed = Timeframe & Pick<Proposal, 'kind' | 'reason'>;

export function proposedTimeframe({ startsOn, countingRule, dueOn, days = 1 }: TimeframeProposal): Proposed {
  return { kind: 'timeframe', startsOn, dueOn: dueOn ?? lastDayOf(countingRule, startsOn, days), countingRule };
}

export function proposedExtension({ dueOn, reason }: ExtensionProposal, running: Timeframe): Proposed {
  if (dueOn <= running.dueOn) throw refusal(notAnExtension, { dueOn: running.dueOn });
  const ends = endingOn(running.countingRule, dueOn);
  if (ends !== dueOn)
    throw inputFault('body', 'dueOn', 'invalidPeriod', `must be a working day: the next one is ${ends}`);
  return { ...running, kind: 'extension', dueOn, reason };
}

/** `source`: evidence of the proposal, if it is recorded for another region or later. */
export function asProposal(proposed: Proposed, by: Side, at: Date, source: string | undefined): Proposal {
  const days = countDays(proposed.countingRule, proposed.startsOn, proposed.dueOn);
  return { ...proposed, by, days, proposedAt: at.toISOString(), ...(source === undefined ? {} : { source }) };
}

/** A time-frame whose last day has passed when it is proposed or accepted would lapse at once. */
export function refuseOver(named: 'dueOn' | 'days', { dueOn }: Pick<Timeframe, 'dueOn'>, on: string): void {
  if (dueOn < on)
    throw inputFault('body', named, 'invalidPeriod', `ends on ${dueOn}: must not be earlier than the act (${on})`);
}

/** Checks that the acceptance names the proposed day, and comes from the other side. */
export function acceptedBy(side: Side, { dueOn }: Acceptance, proposal: Proposal | null): Proposal {
  if (proposal?.dueOn !== dueOn) throw refusal(notProposed, { proposed: proposal?.dueOn ?? '-' });
  if (side === proposal.by) throw refusal(ownProposal);
  return proposal;
}

/** The fields of a running time-frame; it ends at midnight in Brussels after its last day. */
export const running = ({ startsOn, dueOn, countingRule, days }: Proposal) => ({
  ...{ startsOn, dueOn, countingRule, days },
  dueAt: startOfDay(addDays(dueOn, 1)),
  proposal: null,
});
