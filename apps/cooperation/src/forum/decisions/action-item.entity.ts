import type { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays } from '@passerelle/domain/period';
import { inputFault, stateAfter, type Refusal } from '@passerelle/platform/kernel/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../../shared/visibility/bilingual.js';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { actionRelations } from '../../shared/visibility/relations.js';
import type { ActionStatus, Closure, NewActionItem, Reopening } from './action-item.schema.js';
import { actionStates } from './action-item.states.js';
import type { DecisionRecord } from './decision.entity.js';

/** Who does what by when, for a decision of the Forum. */
@Entity('action_item')
export class ActionItemRecord {
  static readonly relations = actionRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
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
    agreement: SharingScope,
  ): ActionItemRecord {
    const { id: decisionId, forumMeetingId, agreementId } = decision;
    refuseNonParties({ ref: decision.ref, parties: agreement.parties }, [terms.ownerParty]);
    if (terms.dueOn < decision.decidedOn) throw beforeDecision('dueOn', decision.decidedOn);
    const place = { decisionId, forumMeetingId, agreementId };
    const beginning = { id, ref, version: 1, status: 'open' as const, overdueOn: null };
    const item = Object.assign(new ActionItemRecord(), beginning, place, sharingScopeOf(agreement), terms);
    refuseMonolingual(item);
    return item;
  }

  /** Copied from its agreement. */
  follow(agreement: SharingScope): void {
    Object.assign(this, sharingScopeOf(agreement));
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

  /** The outcome of the closing is void; the mark that the item was once overdue stays. */
  reopen({ reason, source }: Reopening): void {
    this.status = stateAfter(actionStates, this.status, 'reopen');
    this.doneOn = null;
    this.late = null;
    this.outcome = null;
    this.source = source ?? null;
    this.reopenReason = reason;
    refuseMonolingual(this);
  }

  /** Whether the item is overdue and not marked so yet: it is published once. */
  fallOverdue(today: string): boolean {
    const isNew = this.status === 'open' && this.overdueOn === null && this.dueOn < today;
    if (isNew) this.overdueOn = addDays(this.dueOn, 1);
    return isNew;
  }
}

const beforeDecision = (name: string, decidedOn: string): Refusal =>
  inputFault('body', name, 'invalidPeriod', `must not be before the decision (${decidedOn})`);
