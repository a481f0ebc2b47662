import type { LocalizedText } from '@passerelle/domain/localized-text';
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
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  ActivityTerms,
  activityRelations,
  hostedElsewhere,
  inOrder,
  isHostedAtHome,
  type ActivityChange,
  type ActivityStatus,
  type AudienceFigure,
  type NewActivity,
  type Place,
  type Withdrawal,
} from './activity.schema.js';

export const activityStates: readonly Transition<ActivityStatus>[] = [
  { from: 'recorded', act: 'withdraw', to: 'withdrawn' },
];

/** An event in a network, a body or a project, and the role of the agency in it. */
@Entity('activity')
export class ActivityRecord {
  static readonly relations = activityRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: ActivityStatus;
  @Column('text') declare kind: string;
  @Column('jsonb') declare title: LocalizedText;
  @Column('uuid', { nullable: true }) declare networkId: string | null;
  @Column('uuid', { nullable: true }) declare bodyId: string | null;
  @Column('uuid', { nullable: true }) declare projectId: string | null;
  @Column('date') declare startsOn: string;
  @Column('date') declare endsOn: string;
  @Column('jsonb', { nullable: true }) declare place: Place | null;
  @Column('boolean') declare online: boolean;
  @Column('text') declare part: string;
  @Column('jsonb') declare audience: AudienceFigure[];
  @Column('text', { array: true }) declare countries: string[];
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text', { array: true }) declare departments: string[];
  @Column('text', { array: true }) declare regionalPartners: string[];
  @Column('text') declare classification: string;
  @Column('text') declare source: string;
  @Column('jsonb', { nullable: true }) declare withdrawalReason: LocalizedText | null;

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
