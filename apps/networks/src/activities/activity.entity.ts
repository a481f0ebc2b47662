import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import {
  ActivityState,
  ActivityTerms,
  activityRelations,
  countsItsOwn,
  hostedElsewhere,
  inOrder,
  isHostedAtHome,
  notABriefing,
  type ActivityChange,
  type NewActivity,
  type Withdrawal,
} from './activity.schema.js';

export interface ActivityRecord extends Stored<typeof ActivityState> {}

/** An event in a network, a body or a project, and the role of the agency in it. */
@StoredAs('activity', ActivityState, { coHosts: `'[]'`, themes: `'{}'` })
export class ActivityRecord {
  static readonly relations = activityRelations;

  static record(name: Name, terms: NewActivity, today: string): ActivityRecord {
    const activity = Object.assign(new ActivityRecord(), name, { version: 1, status: 'recorded' as const }, terms);
    activity.check(today);
    return activity;
  }

  change(terms: ActivityChange, today: string): void {
    if (this.status === 'withdrawn') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, ActivityTerms, terms);
    this.check(today);
  }

  /** It did not take place. It stays on record: figures leave out withdrawn activities. */
  withdraw({ reason }: Withdrawal): void {
    this.withdrawalReason = reason;
  }

  private check(today: string): void {
    // Figures read both days, so the second one is always set.
    this.endsOn ??= this.startsOn;
    refuseFuture('startsOn', this.startsOn, today);
    if (!inOrder(this)) throw inputFault('body', 'endsOn', 'invalidPeriod', 'must not be earlier than startsOn');
    if (!isHostedAtHome(this)) throw inputFault('body', 'place', 'hostedElsewhere', hostedElsewhere);
    if (!countsItsOwn(this)) throw inputFault('body', 'attendance', 'schemaViolation', notABriefing);
  }
}
