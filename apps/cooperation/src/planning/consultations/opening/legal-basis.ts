import { codeIsValid, referenceEntry, referenceList } from '@passerelle/domain/reference-list';
import { inputFault } from '@passerelle/platform/kernel/problems';
import { z } from 'zod';

// What the law requires of a consultation is reference data with its source and validity: a change of law changes a
// file.

const LegalBasis = z.object({
  /** Required by a statute, not only agreed between regions. */
  statutory: z.boolean(),
  requiresDraft: z.boolean(),
  /** The notice must be sent by the day on which the public inquiry begins. */
  simultaneousWithInquiry: z.boolean(),
  /** The notice must give the dates of the inquiry, its length, and the communes that receive remarks. */
  requiresInquiry: z.boolean().default(false),
  triggers: z.array(z.string()),
  /** The documents that the notice must contain, and those of the decision. */
  documents: z.array(z.string()),
  decisionDocuments: z.array(z.string()),
});
export type LegalBasis = z.infer<typeof LegalBasis>;

/** The rules of a legal basis; refuses one that was not in force on the day. */
export function legalBasisOn(code: string, day: string): LegalBasis {
  if (!codeIsValid(referenceList('legalBases'), code, day))
    throw inputFault('body', 'legalBasis', 'codeNotInList', `was not in force on ${day}`);
  return legalBasis(code);
}

export const legalBasis = (code: string): LegalBasis =>
  LegalBasis.parse(referenceEntry('legalBases', code)?.details ?? {});

const PlanTypeRules = z.object({ legalBases: z.array(z.string()).default([]) });

/** A statutory basis applies to the plan types that it names; regions may agree to consult on any plan. */
export const appliesTo = (code: string, planType: string): boolean =>
  !legalBasis(code).statutory ||
  PlanTypeRules.parse(referenceEntry('planTypes', planType)?.details ?? {}).legalBases.includes(code);
