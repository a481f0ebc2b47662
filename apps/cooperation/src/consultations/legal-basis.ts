import { codeIsValid, referenceEntry, referenceList } from '@passerelle/domain/reference-list';
import { inputFault } from '@passerelle/platform/problems';
import { z } from 'zod';

// What the law asks of a consultation is reference data with its source and validity: a change of law changes a file.

const LegalBasis = z.object({
  /** A statute asks for it, and not the will of the regions alone. */
  statutory: z.boolean(),
  requiresDraft: z.boolean(),
  /** The notice leaves on the very day on which the public inquiry begins. */
  simultaneousWithInquiry: z.boolean(),
  /** The notice says when the inquiry is, how long, and which communes receive remarks. */
  requiresInquiry: z.boolean().default(false),
  triggers: z.array(z.string()),
  /** What the notice must hold, and what the decision must. */
  documents: z.array(z.string()),
  decisionDocuments: z.array(z.string()),
});
export type LegalBasis = z.infer<typeof LegalBasis>;

/** The rules of a legal basis; refuses one that did not hold on the day. */
export function legalBasisOn(code: string, day: string): LegalBasis {
  if (!codeIsValid(referenceList('legalBases'), code, day))
    throw inputFault('body', 'legalBasis', 'codeNotInList', `did not hold on ${day}`);
  return legalBasis(code);
}

export const legalBasis = (code: string): LegalBasis =>
  LegalBasis.parse(referenceEntry('legalBases', code)?.details ?? {});

const PlanTypeRules = z.object({ legalBases: z.array(z.string()).default([]) });

/** Bases that a statute gives apply to the plans that it speaks of; regions may agree on more for any plan. */
export const appliesTo = (code: string, planType: string): boolean =>
  !legalBasis(code).statutory ||
  PlanTypeRules.parse(referenceEntry('planTypes', planType)?.details ?? {}).legalBases.includes(code);
