import { addDays, startOfDay } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { occurredOn, type RecordedOn } from '../../shared/acts/evidence.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { actionRelations } from '../../shared/visibility/relations.js';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import {
  ActionItemState,
  ActionItemTerms,
  type ActionItemChange,
  type Closure,
  type NewActionItem,
  type Reopening,
} from './action-item.schema.js';
import type { DecisionRecord } from './decision.entity.js';

export interface ActionItemRecord extends Stored<typeof ActionItemState> {}

/** Who does what by when, for a decision of the Forum. */
@StoredAs('action_item', ActionItemState)
export class ActionItemRecord {
  static readonly relations = actionRelations;

  static open(name: Name, terms: NewActionItem, decision: DecisionRecord, agreement: SharingScope): ActionItemRecord {
    const { id: decisionId, forumMeetingId, agreementId } = decision;
    refuseNonParties({ ref: decision.ref, parties: agreement.parties }, [terms.ownerParty]);
    refuseBeforeDecision('dueOn', terms.dueOn, decision.decidedOn);
    const place = { decisionId, forumMeetingId, agreementId };
    const beginning = { version: 1, status: 'open' as const, overdueOn: null };
    return Object.assign(new ActionItemRecord(), name, beginning, place, sharingScopeOf(agreement), terms);
  }

  /** While it is open. A later due day does not undo that the item was once overdue. */
  change(terms: ActionItemChange, decidedOn: string): void {
    if (this.status === 'closed') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, ActionItemTerms, terms);
    refuseBeforeDecision('dueOn', this.dueOn, decidedOn);
  }

  close(closure: Closure, decidedOn: string, context: ActContext): void {
    const on = this.occurred(closure, context);
    refuseBeforeDecision('on', on, decidedOn);
    this.doneOn = on;
    this.late = on > this.dueOn;
    this.outcome = closure.outcome;
    this.source = closure.source ?? null;
  }

  /** The outcome of the closing is void; the mark that the item was once overdue stays. */
  reopen(reopening: Reopening, context: ActContext): void {
    this.occurred(reopening, context);
    this.doneOn = null;
    this.late = null;
    this.outcome = null;
    this.source = reopening.source ?? null;
    this.reopenReason = reopening.reason;
  }

  fallOverdue(): Date {
    const on = addDays(this.dueOn, 1);
    this.overdueOn = on;
    return startOfDay(on);
  }

  /** The day of an act of the party that owns the item; the home region may record it for another party. */
  private occurred(told: RecordedOn, { party: recordingParty, today }: ActContext): string {
    return occurredOn(told, { actingParty: this.ownerParty, recordingParty, today });
  }
}

function refuseBeforeDecision(name: string, day: string, decidedOn: string): void {
  if (day < decidedOn)
    throw inputFault('body', name, 'invalidPeriod', `must not be before the decision (${decidedOn})`);
}
