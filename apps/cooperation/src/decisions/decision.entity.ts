import type { LocalizedText } from '@passerelle/domain/localized-text';
import { inputFault, recordClosed, refuse } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refuseMonolingual } from '../bilingual.js';
import { frameOf, type Frame } from '../frame.js';
import { refuseOutsiders } from '../involved.js';
import { decisionRelations } from '../sharing.js';
import type { DecisionChange, DecisionKind, NewDecision } from './decision.schema.js';

/** The meeting that took a decision. */
export interface Origin {
  readonly id: string;
  readonly agreementId: string;
  readonly heldOn: string;
}

@Entity('decision')
export class DecisionRecord {
  static readonly relations = decisionRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
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

  static adopt(id: string, ref: string, terms: NewDecision, meeting: Origin, agreement: Frame): DecisionRecord {
    const { id: forumMeetingId, agreementId, heldOn: decidedOn } = meeting;
    const beginning = { id, ref, version: 1, forumMeetingId, agreementId, decidedOn };
    const decision = Object.assign(new DecisionRecord(), beginning, terms, frameOf(agreement));
    decision.check();
    return decision;
  }

  /** Shared as its agreement is. */
  follow(agreement: Frame): void {
    Object.assign(this, frameOf(agreement));
    refuseMonolingual(this);
  }

  /** What was carried out in part is not rewritten. */
  change(terms: DecisionChange, hasClosedAction: boolean): void {
    if (hasClosedAction) throw refuse(recordClosed, { ref: this.ref });
    Object.assign(this, terms);
    this.check();
  }

  private check(): void {
    refuseOutsiders(this, this.adoptedBy);
    refuseMonolingual(this);
    if (!this.dueOn) return;
    if (this.kind !== 'decision') throw inputFault('body', 'dueOn', 'schemaViolation', 'belongs to a decision');
    if (this.dueOn < this.decidedOn)
      throw inputFault('body', 'dueOn', 'invalidPeriod', `lies before the day of the decision, ${this.decidedOn}`);
  }
}
