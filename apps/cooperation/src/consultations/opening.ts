import type { LocalizedText } from '@passerelle/domain/localized-text';
import { addDays, today } from '@passerelle/domain/period';
import { touches, type Area } from '@passerelle/domain/territory';
import { inputFault, refuse } from '@passerelle/platform/problems';
import type { NewConsultation } from './consultation-acts.schema.js';
import type { ConsultedInquiry } from './consultation.schema.js';
import {
  documentsMissing,
  legalBasisNotApplicable,
  noDraft,
  notAddressed,
  notAdjacent,
  rieMissing,
  tooLateToConsult,
} from './consultation.refusals.js';
import { appliesTo, legalBasisOn, type LegalBasis } from './legal-basis.js';

// May this region be consulted on this part of this plan, now and under this law? Every answer comes from the record of the
// plan and from reference data; nothing here knows a number of days.

/** A plan, the part of it that is consulted on and the notice, as they stand when a consultation opens. */
export interface Standing {
  readonly planTitle: LocalizedText;
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
  refuseWithout(basis.documents, standing.documents, code);
  return basis;
}

const hasDraft = ({ isDraft, draftAdoptedOn }: Standing, on: string): boolean =>
  isDraft && (draftAdoptedOn === null || draftAdoptedOn <= on);

/** Refuses a notice or a decision without the documents that the law asks for. */
export function refuseWithout(required: readonly string[], given: readonly string[], legalBasis: string): void {
  const missing = required.filter((type) => !given.includes(type));
  if (missing.includes('environmentalReport')) throw refuse(rieMissing, { legalBasis });
  if (missing.length > 0) throw refuse(documentsMissing, { legalBasis, missing: missing.join(', ') });
}

/** I5: the law wants notice and inquiry to begin together; where they did not, that is kept as a mark. */
export const isNotSimultaneous = (basis: LegalBasis, { noticedAt, inquiry }: Standing): boolean =>
  basis.simultaneousWithInquiry && inquiry?.from !== today(noticedAt);

/** The day after the last one, when what was due has not come. */
export const dayAfter = (lastDay: string): string => addDays(lastDay, 1);
