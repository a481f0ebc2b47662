import type { LocalizedText } from '@passerelle/domain/localized-text';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../../shared/visibility/bilingual.js';
import { sharingScopeOf, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import { refuseNonParties } from '../../shared/acts/participants.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import { decisionRelations } from '../../shared/visibility/relations.js';
import { DecisionTerms, type DecisionChange, type DecisionKind, type NewDecision } from './decision.schema.js';

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

@Entity('decision')
export class DecisionRecord {
  static readonly relations = decisionRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('uuid') declare forumMeetingId: string;
  @Column('uuid') declare agreementId: string;
  @Column('jsonb') declare text: LocalizedText;
  @Column('text') declare kind: DecisionKind;
  @Column('text', { array: true }) declare adoptedBy: string[];
  @Column('date') declare decidedOn: string;
  @Column('date', { nullable: true }) declare dueOn: string | null;
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;

  static adopt(id: string, ref: string, terms: NewDecision, meeting: Origin, agreement: SharingScope): DecisionRecord {
    const { id: forumMeetingId, agreementId, heldOn: decidedOn } = meeting;
    const beginning = { id, ref, version: 1, forumMeetingId, agreementId, decidedOn };
    const decision = Object.assign(new DecisionRecord(), beginning, terms, sharingScopeOf(agreement));
    decision.check();
    return decision;
  }

  /** Copied from its agreement. */
  follow(agreement: SharingScope): void {
    Object.assign(this, sharingScopeOf(agreement));
    refuseMonolingual(this);
  }

  /** A decision that was partly carried out cannot be corrected. */
  change(terms: DecisionChange, hasClosedAction: boolean): void {
    if (hasClosedAction) throw refusal(actionItemClosed, { ref: this.ref });
    mergeInto(this, DecisionTerms, terms);
    this.check();
  }

  private check(): void {
    refuseNonParties(this, this.adoptedBy);
    refuseMonolingual(this);
    if (!this.dueOn) return;
    if (this.kind !== 'decision')
      throw inputFault('body', 'dueOn', 'schemaViolation', 'is allowed for a decision only');
    if (this.dueOn < this.decidedOn)
      throw inputFault('body', 'dueOn', 'invalidPeriod', `must not be before the decision (${this.decidedOn})`);
  }
}
