import type { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays } from '@passerelle/domain/period';
import { inputFault, stateAfter, type Refusal } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../bilingual.js';
import { frameOf, type Frame } from '../frame.js';
import { refuseOutsiders } from '../involved.js';
import { actionRelations } from '../sharing.js';
import type { ActionStatus, Closure, NewActionItem, Reopening } from './action-item.schema.js';
import { actionStates } from './action-item.states.js';
import type { DecisionRecord } from './decision.entity.js';

/** Who does what by when, for a decision of the Forum. */
@Entity('action_item')
export class ActionItemRecord {
  static readonly relations = actionRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: ActionStatus;
  @Column('uuid') declare decisionId: string;
  @Column('uuid') declare forumMeetingId: string;
  @Column('uuid') declare agreementId: string;
  @Column('text') declare ownerParty: string;
  @Column('jsonb') declare title: LocalizedText;
  @Column('date') declare dueOn: string;
  @Column('date', { nullable: true }) declare doneOn: string | null;
  @Column('date', { nullable: true }) declare overdueOn: string | null;
  @Column('boolean', { nullable: true }) declare late: boolean | null;
  @Column('jsonb', { nullable: true }) declare outcome: LocalizedText | null;
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('jsonb', { nullable: true }) declare reopenReason: LocalizedText | null;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;

  static open(
    id: string,
    ref: string,
    terms: NewActionItem,
    decision: DecisionRecord,
    agreement: Frame,
  ): ActionItemRecord {
    const { id: decisionId, forumMeetingId, agreementId } = decision;
    refuseOutsiders({ ref: decision.ref, parties: agreement.parties }, [terms.ownerParty]);
    if (terms.dueOn < decision.decidedOn) throw beforeDecision('dueOn', decision.decidedOn);
    const place = { decisionId, forumMeetingId, agreementId };
    const beginning = { id, ref, version: 1, status: 'open' as const, overdueOn: null };
    const item = Object.assign(new ActionItemRecord(), beginning, place, frameOf(agreement), terms);
    refuseMonolingual(item);
    return item;
  }

  /** Shared as its agreement is. */
  follow(agreement: Frame): void {
    Object.assign(this, frameOf(agreement));
    refuseMonolingual(this);
  }

  close(on: string, { outcome, source }: Closure, decidedOn: string): void {
    this.status = stateAfter(actionStates, this.status, 'close');
    if (on < decidedOn) throw beforeDecision('on', decidedOn);
    this.doneOn = on;
    this.late = on > this.dueOn;
    this.outcome = outcome;
    this.source = source ?? null;
    refuseMonolingual(this);
  }

  /** What was said at its closing no longer holds; that it was overdue once does. */
  reopen({ reason, source }: Reopening): void {
    this.status = stateAfter(actionStates, this.status, 'reopen');
    this.doneOn = null;
    this.late = null;
    this.outcome = null;
    this.source = source ?? null;
    this.reopenReason = reason;
    refuseMonolingual(this);
  }

  /** Whether the calendar has something to tell of it: that it became overdue is told once. */
  fallOverdue(today: string): boolean {
    const isNew = this.status === 'open' && this.overdueOn === null && this.dueOn < today;
    if (isNew) this.overdueOn = addDays(this.dueOn, 1);
    return isNew;
  }
}

const beforeDecision = (name: string, decidedOn: string): Refusal =>
  inputFault('body', name, 'invalidPeriod', `lies before the day of the decision, ${decidedOn}`);
