import { compareClassifications, type Classification } from '@passerelle/domain/classification';
import { today } from '@passerelle/domain/period';
import { touches } from '@passerelle/domain/territory';
import { inputFault, refusal } from '@passerelle/platform/kernel/problems';
import type { ConsultedInquiry } from '../../inquiry.js';
import type { PlanSnapshot } from '../../plans/plan-snapshot.api.js';
import type { NewConsultation } from '../consultation-acts.schema.js';
import {
  classificationLeak,
  documentsMissing,
  legalBasisNotApplicable,
  noDraft,
  notAddressed,
  notAdjacent,
  noticeOutdated,
  rieMissing,
  tooLateToConsult,
} from '../consultation.refusals.js';
import { appliesTo, legalBasisOn, type LegalBasis } from './legal-basis.js';

// May this region be consulted on this part of this plan, now and under this law? Every answer comes from the record of
// the plan and from reference data; no number of days is hard-coded here.

/** Refuses an opening that is not allowed on the day; returns the rules of its legal basis. */
export function refuseOpening(terms: NewConsultation, snapshot: PlanSnapshot, on: string): LegalBasis {
  const { affectedParty, trigger, legalBasis: code } = terms;
  const { planType, finallyAdoptedOn, noticedTo } = snapshot;
  const basis = legalBasisOn(code, on);
  refuseLeak(terms.classification, snapshot.classification);
  if (!basis.triggers.includes(trigger))
    throw inputFault(
      'body',
      'trigger',
      'triggerNotInLegalBasis',
      `must be a trigger of ${code}: ${basis.triggers.join(', ')}`,
    );
  if (!appliesTo(code, planType)) throw refusal(legalBasisNotApplicable, { legalBasis: code, planType });
  if (!noticedTo.includes(affectedParty)) throw refusal(notAddressed, { affectedParty });
  if (finallyAdoptedOn !== null && finallyAdoptedOn <= on)
    throw refusal(tooLateToConsult, { adoptedOn: finallyAdoptedOn });
  if (basis.requiresDraft && !hasDraft(snapshot, on)) throw refusal(noDraft, { legalBasis: code });
  // An unknown area is not refused: only a plan known to lie elsewhere is.
  if (trigger === 'adjacency' && touches(snapshot.area, affectedParty, on) === false)
    throw refusal(notAdjacent, { affectedParty });
  refuseOutdated(basis, snapshot);
  refuseWithout(asked(basis), given(snapshot), code);
  return basis;
}

/** An announced inquiry counts among the documents: the other region needs its days and its communes. */
const asked = ({ documents, requiresInquiry }: LegalBasis): string[] =>
  requiresInquiry ? [...documents, 'publicInquiry'] : documents;
const given = ({ documents, inquiry }: PlanSnapshot): string[] =>
  inquiry === null ? [...documents] : [...documents, 'publicInquiry'];

function refuseOutdated({ requiresDraft }: LegalBasis, { draftAdoptedOn, noticedAt }: PlanSnapshot): void {
  const noticedOn = today(noticedAt);
  if (requiresDraft && draftAdoptedOn !== null && noticedOn < draftAdoptedOn)
    throw refusal(noticeOutdated, { noticedOn, draftedOn: draftAdoptedOn });
}

/** Refuses a classification more open than that of the plan. */
export function refuseLeak(classification: Classification, plan: Classification): void {
  if (compareClassifications(classification, plan) < 0) throw refusal(classificationLeak, { plan });
}

const hasDraft = ({ isDraft, draftAdoptedOn }: PlanSnapshot, on: string): boolean =>
  isDraft && (draftAdoptedOn === null || draftAdoptedOn <= on);

/** Refuses a notice or a decision without the documents that the law requires. */
export function refuseWithout(required: readonly string[], given: readonly string[], legalBasis: string): void {
  const missing = required.filter((type) => !given.includes(type));
  if (missing.includes('environmentalReport')) throw refusal(rieMissing, { legalBasis });
  if (missing.length > 0) throw refusal(documentsMissing, { legalBasis, missing: missing.join(', ') });
}

/**
 * I5: the law wants notice and inquiry to begin together, and an earlier notice gives more time; null until there is an
 * inquiry.
 */
export const isNotSimultaneous = (
  { simultaneousWithInquiry }: LegalBasis,
  noticedAt: Date,
  inquiry: ConsultedInquiry | null,
): boolean | null => {
  if (!simultaneousWithInquiry) return false;
  return inquiry === null ? null : inquiry.from < today(noticedAt);
};
