import { addDays } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, stateAfter, type Refusal } from '@passerelle/platform/kernel/problems';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { actionRelations } from '../../shared/visibility/relations.js';
import { ActionItemState, type Closure, type NewActionItem, type Reopening } from './action-item.schema.js';
import { actionStates } from './action-item.states.js';
import type { DecisionRecord } from './decision.entity.js';

export interface ActionItemRecord extends Stored<typeof ActionItemState> {}

/** Who does what by when, for a decision of the Forum. */
@StoredAs('action_item', ActionItemState)
export class ActionItemRecord {
  static readonly relations = actionRelations;

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
