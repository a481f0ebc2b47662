import type { Classification } from '@passerelle/domain/classification';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { recordTooLarge, refusal, refuseFuture, stateAfter } from '@passerelle/platform/kernel/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProcedureDocument } from '../../../shared/documents.js';
import { sidesRelations } from '../../../shared/visibility/relations.js';
import type { ConsultationRecord } from '../consultation.entity.js';
import { pointsUnanswered } from '../consultation.refusals.js';
import { opinionStates } from './opinion.states.js';
import type { Answers, NewOpinion, OpinionStatus, Point } from './opinion.schema.js';

const largest = 32 * 1024;
/** An answer, its place and its reasons, in two languages. */
const bytesOfAnswer = 600;

/** An opinion must leave room for its answers, since the size of a fact is limited. */
export function refuseUnanswerable(opinion: OpinionRecord): void {
  const size = Buffer.byteLength(JSON.stringify(opinion)) + opinion.points.length * bytesOfAnswer;
  if (size > largest) throw refusal(recordTooLarge, { limit: largest });
}

/** The opinion of the affected region on the plan, point by point, with the author's answer to each. */
@Entity('opinion')
export class OpinionRecord {
  static readonly relations = sidesRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: OpinionStatus;
  @Column('uuid') declare consultationId: string;
  @Column('uuid') declare planId: string;
  @Column('jsonb') declare planTitle: LocalizedText;
  @Column('text') declare direction: string;
  @Column('text') declare party: string;
  @Column('text', { nullable: true }) declare authorParty: string | null;
  @Column('text') declare affectedParty: string;
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare verdict: string;
  @Column('jsonb') declare adoptedBy: LocalizedText;
  @Column('date', { nullable: true }) declare adoptedOn: string | null;
  @Column('text', { array: true }) declare languages: string[];
  @Column('jsonb') declare points: Point[];
  @Column('jsonb', { nullable: true }) declare document: ProcedureDocument | null;
  @Column('timestamptz') declare sentAt: Date;
  @Column('date') declare sentOn: string;
  @Column('boolean') declare late: boolean;
  @Column('date', { nullable: true }) declare answeredOn: string | null;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text') declare classification: Classification;

  static submit(
    { id, ref }: { readonly id: string; readonly ref: string },
    opinion: NewOpinion,
    consultation: ConsultationRecord,
    sent: { readonly at: Date; readonly on: string; readonly late: boolean },
  ): OpinionRecord {
    const { points, at: _at, source: _source, ...terms } = opinion;
    if (terms.adoptedOn !== undefined) refuseFuture('adoptedOn', terms.adoptedOn, sent.on);
    const { planId, planTitle, direction, authorParty, affectedParty, parties } = consultation;
    const { level, objective, classification } = consultation;
    return Object.assign(new OpinionRecord(), {
      ...{ id, ref, version: 1, status: 'submitted' as const, consultationId: consultation.id },
      ...{ planId, planTitle, direction, authorParty, affectedParty, party: affectedParty, parties },
      ...{ level, objective, classification },
      ...terms,
      points: points.map((point, index) => ({ n: index + 1, ...point })),
      ...{ sentAt: sent.at, sentOn: sent.on, late: sent.late },
    });
  }

  /** Copies visibility and place from the consultation; returns whether anything changed. */
  follow({ planTitle, level, objective, classification }: ConsultationRecord): boolean {
    const before = JSON.stringify(this);
    const copies: Partial<OpinionRecord> = { planTitle, level, objective, classification };
    Object.assign(this, copies);
    return JSON.stringify(this) !== before;
  }

  /** Every point is answered at once: a partial answer would look like a complete one. */
  answer({ answers }: Answers, on: string): void {
    this.status = stateAfter(opinionStates, this.status, 'answer');
    const given = answers.map(({ n }) => n);
    const asked = this.points.map(({ n }) => n);
    const missing = asked.filter((n) => !given.includes(n));
    const unknown = given.filter((n, index) => !asked.includes(n) || given.indexOf(n) !== index);
    if (missing.length + unknown.length > 0)
      throw refusal(pointsUnanswered, { missing: missing.join(', ') || '-', unknown: unknown.join(', ') || '-' });
    this.points = this.points.map((point) => ({ ...point, ...answers.find(({ n }) => n === point.n) }));
    this.answeredOn = on;
  }
}
