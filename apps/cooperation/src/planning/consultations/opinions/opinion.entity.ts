import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { recordTooLarge, refusal, refuseFuture, stateAfter } from '@passerelle/platform/kernel/problems';
import { sidesRelations } from '../../../shared/visibility/relations.js';
import type { ConsultationRecord } from '../consultation.entity.js';
import { pointsUnanswered } from '../consultation.refusals.js';
import { opinionStates } from './opinion.states.js';
import { OpinionState, type Answers, type NewOpinion } from './opinion.schema.js';

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
