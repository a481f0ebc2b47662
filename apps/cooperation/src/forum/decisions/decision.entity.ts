import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import { decisionRelations } from '../../shared/visibility/relations.js';
import { DecisionState, DecisionTerms, type DecisionChange, type NewDecision } from './decision.schema.js';

export const actionItemClosed = refusalKind({
  code: 'actionItemClosed',
  status: 409,
  title: 'Action Item Closed',
});

/** The meeting that took the decision. */
export interface Origin {
  readonly id: string;
  readonly agreementId: string;
  readonly heldOn: string;
}

export interface DecisionRecord extends Stored<typeof DecisionState> {}

@StoredAs('decision', DecisionState)
export class DecisionRecord {
  static readonly relations = decisionRelations;

  static adopt(name: Name, terms: NewDecision, meeting: Origin, agreement: SharingScope): DecisionRecord {
    const { id: forumMeetingId, agreementId, heldOn: decidedOn } = meeting;
    const beginning = { version: 1, forumMeetingId, agreementId, decidedOn };
    const decision = Object.assign(new DecisionRecord(), name, beginning, terms, sharingScopeOf(agreement));
    decision.check();
    return decision;
  }

  /** A decision that was partly carried out cannot be corrected. */
  change(terms: DecisionChange, hasClosedAction: boolean): void {
    if (hasClosedAction) throw refusal(actionItemClosed, { ref: this.ref });
    mergeInto(this, DecisionTerms, terms);
    this.check();
  }

  private check(): void {
    refuseNonParties(this, this.adoptedBy);
    if (!this.dueOn) return;
    if (this.kind !== 'decision')
      throw inputFault('body', 'dueOn', 'schemaViolation', 'is allowed for a decision only');
    if (this.dueOn < this.decidedOn)
      throw inputFault('body', 'dueOn', 'invalidPeriod', `must not be before the decision (${this.decidedOn})`);
  }
}
