import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, recordTooLarge, refusal, refuseFuture } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { sidesRelations } from '../../../shared/visibility/relations.js';
import type { ConsultationRecord } from '../consultation.entity.js';
import { pointsUnanswered } from '../consultation.refusals.js';
import {
  hasPoints,
  needsPoints,
  OpinionState,
  OpinionTerms,
  type Answers,
  type NewOpinion,
  type OpinionChange,
  type Point,
} from './opinion.schema.js';

const largest = 32 * 1024;
/** An answer, its place and its reasons, in two languages. */
const bytesOfAnswer = 600;

/** An opinion must leave room for its answers, since the size of a fact is limited. */
export function refuseUnanswerable(opinion: OpinionRecord): void {
  const size = Buffer.byteLength(JSON.stringify(opinion)) + opinion.points.length * bytesOfAnswer;
  if (size > largest) throw refusal(recordTooLarge, { limit: largest });
}

export interface OpinionRecord extends Stored<typeof OpinionState> {}

/** The opinion of the affected region on the plan, point by point, with the author's answer to each. */
@StoredAs('opinion', OpinionState)
export class OpinionRecord {
  static readonly relations = sidesRelations;

  static submit(
    { id, ref }: Name,
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
      points: numbered(points),
      ...{ sentAt: sent.at, sentOn: sent.on, late: sent.late },
    });
  }

  /** Until it is answered. */
  change({ points, ...terms }: OpinionChange, today: string): void {
    if (this.status === 'answered') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, OpinionTerms, terms);
    if (points !== undefined) this.points = numbered(points);
    if (this.adoptedOn !== null) refuseFuture('adoptedOn', this.adoptedOn, today);
    if (!hasPoints(this)) throw inputFault('body', 'points', 'schemaViolation', needsPoints);
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

const numbered = (points: NewOpinion['points']): Point[] => points.map((point, index) => ({ n: index + 1, ...point }));
