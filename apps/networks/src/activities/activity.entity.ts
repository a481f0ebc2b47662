import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import {
  inputFault,
  recordClosed,
  refusal,
  refuseFuture,
  refuseIncomplete,
  stateAfter,
  type Transition,
} from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import {
  ActivityState,
  ActivityTerms,
  activityRelations,
  hostedElsewhere,
  inOrder,
  isHostedAtHome,
  type ActivityChange,
  type ActivityStatus,
  type NewActivity,
  type Withdrawal,
} from './activity.schema.js';

export const activityStates: readonly Transition<ActivityStatus>[] = [
  { from: 'recorded', act: 'withdraw', to: 'withdrawn' },
];

export interface ActivityRecord extends Stored<typeof ActivityState> {}

/** An event in a network, a body or a project, and the role of the agency in it. */
@StoredAs('activity', ActivityState)
export class ActivityRecord {
  static readonly relations = activityRelations;

  static record(id: string, ref: string, terms: NewActivity, today: string): ActivityRecord {
    const activity = Object.assign(new ActivityRecord(), { id, ref, version: 1, status: 'recorded' as const }, terms);
    activity.check(today);
    return activity;
  }

  change(terms: ActivityChange, today: string): void {
    if (this.status === 'withdrawn') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, ActivityTerms, terms);
    this.check(today);
  }

  /** It did not take place, or not as recorded. It is not deleted: figures leave out withdrawn activities. */
  withdraw({ reason }: Withdrawal): void {
    this.status = stateAfter(activityStates, this.status, 'withdraw');
    this.withdrawalReason = reason;
  }

  private check(today: string): void {
    // Figures read both days, so the second one is always set.
    this.endsOn ??= this.startsOn;
    refuseFuture('startsOn', this.startsOn, today);
    if (!inOrder(this)) throw inputFault('body', 'endsOn', 'invalidPeriod', 'must not be earlier than startsOn');
    if (!isHostedAtHome(this)) throw inputFault('body', 'place', 'hostedElsewhere', hostedElsewhere);
    refuseIncomplete(this.classification, this.title);
  }
}
