import { compareClassifications, type Classification } from '@passerelle/domain/classification';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { today } from '@passerelle/domain/period';
import { touches, type Area } from '@passerelle/domain/territory';
import { inputFault, refuse } from '@passerelle/platform/problems';
import type { ConsultedInquiry } from '../inquiry.js';
import type { NewConsultation } from './consultation-acts.schema.js';
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
} from './consultation.refusals.js';
import { appliesTo, legalBasisOn, type LegalBasis } from './legal-basis.js';

// May this region be consulted on this part of this plan, now and under this law? Every answer comes from the record of the
// plan and from reference data; nothing here knows a number of days.

/** A plan, the part of it that is consulted on and the notice, as they stand when a consultation opens. */
export interface Standing {
  readonly planTitle: LocalizedText;
  readonly classification: Classification;
  readonly planType: string;
  readonly authorParty: string | null;
  readonly area: Area;
  readonly level: string;
  readonly objective: string;
  readonly departments: string[];
  readonly iteration: number;
  /** An inquiry shows that there is a draft, even where no source gives the day on which it was adopted. */
  readonly isDraft: boolean;
  readonly draftAdoptedOn: string | null;
  readonly finallyAdoptedOn: string | null;
  readonly noticedAt: Date;
  readonly noticedTo: readonly string[];
  readonly documents: readonly string[];
  readonly inquiry: ConsultedInquiry | null;
}

/** Refuses what may not be opened on the day; returns the rules that it is opened under. */
export function refuseOpening(terms: NewConsultation, standing: Standing, on: string): LegalBasis {
  const { affectedParty, trigger, legalBasis: code } = terms;
  const { planType, finallyAdoptedOn, noticedTo } = standing;
  const basis = legalBasisOn(code, on);
  refuseLeak(terms.classification, standing.classification);
  if (!basis.triggers.includes(trigger))
    throw inputFault('body', 'trigger', 'triggerNotInLegalBasis', `${code} knows: ${basis.triggers.join(', ')}`);
  if (!appliesTo(code, planType)) throw refuse(legalBasisNotApplicable, { legalBasis: code, planType });
  if (!noticedTo.includes(affectedParty)) throw refuse(notAddressed, { affectedParty });
  if (finallyAdoptedOn !== null && finallyAdoptedOn <= on)
    throw refuse(tooLateToConsult, { adoptedOn: finallyAdoptedOn });
  if (basis.requiresDraft && !hasDraft(standing, on)) throw refuse(noDraft, { legalBasis: code });
  // A plan whose places do not tell where it lies is not refused: only what is known to lie elsewhere is.
  if (trigger === 'adjacency' && touches(standing.area, affectedParty) === false)
    throw refuse(notAdjacent, { affectedParty });
  refuseOutdated(basis, standing);
  refuseWithout(asked(basis), given(standing), code);
  return basis;
}

/** An inquiry that is announced counts among the papers: its days and its communes are what the other region needs. */
const asked = ({ documents, requiresInquiry }: LegalBasis): string[] =>
  requiresInquiry ? [...documents, 'publicInquiry'] : documents;
const given = ({ documents, inquiry }: Standing): string[] =>
  inquiry === null ? [...documents] : [...documents, 'publicInquiry'];

function refuseOutdated({ requiresDraft }: LegalBasis, { draftAdoptedOn, noticedAt }: Standing): void {
  const noticedOn = today(noticedAt);
  if (requiresDraft && draftAdoptedOn !== null && noticedOn < draftAdoptedOn)
    throw refuse(noticeOutdated, { noticedOn, draftedOn: draftAdoptedOn });
}

/** Refuses what would be more open than the plan that it is about. */
export function refuseLeak(classification: Classification, plan: Classification): void {
  if (compareClassifications(classification, plan) < 0) throw refuse(classificationLeak, { plan });
}

const hasDraft = ({ isDraft, draftAdoptedOn }: Standing, on: string): boolean =>
  isDraft && (draftAdoptedOn === null || draftAdoptedOn <= on);

/** Refuses a notice or a decision without the documents that the law asks for. */
export function refuseWithout(required: readonly string[], given: readonly string[], legalBasis: string): void {
  const missing = required.filter((type) => !given.includes(type));
  if (missing.includes('environmentalReport')) throw refuse(rieMissing, { legalBasis });
  if (missing.length > 0) throw refuse(documentsMissing, { legalBasis, missing: missing.join(', ') });
}

/** I5: the law wants notice and inquiry to begin together; null until there is an inquiry to compare with. */
export const isNotSimultaneous = (
  { simultaneousWithInquiry }: LegalBasis,
  noticedAt: Date,
  inquiry: ConsultedInquiry | null,
): boolean | null => {
  if (!simultaneousWithInquiry) return false;
  return inquiry === null ? null : inquiry.from !== today(noticedAt);
};
