import { LocalizedText } from '@passerelle/domain/localized-text';
import { CodeOf } from '@passerelle/domain/reference-list';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';

const terms = { kind: CodeOf('componentKinds'), title: LocalizedText(3, 300) };

/** The fields of a part when it is registered, with its plan or later. */
export const componentTerms = {
  code: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]{1,39}$/)
    .describe('Identifies the part within its plan'),
  ...terms,
};

export const NewPlanComponent = z.strictObject(componentTerms).meta({ id: 'NewPlanComponent' });
export type NewPlanComponent = z.infer<typeof NewPlanComponent>;

/** What a change may touch, whole: others name the part by its code. */
export const PlanComponentTerms = z.strictObject(terms);
export const PlanComponentChange = mergePatch(PlanComponentTerms).meta({ id: 'PlanComponentChange' });
export type PlanComponentChange = Patch<z.infer<typeof PlanComponentTerms>>;
