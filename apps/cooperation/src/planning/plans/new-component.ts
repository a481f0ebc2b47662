import { LocalizedText } from '@passerelle/domain/localized-text';
import { CodeOf } from '@passerelle/domain/reference-list';
import { z } from 'zod';

/** The fields of a part when it is registered, with its plan or later. */
export const componentTerms = {
  code: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]{1,39}$/)
    .describe('Identifies the part within its plan'),
  kind: CodeOf('componentKinds'),
  title: LocalizedText(3, 300),
};

export const NewPlanComponent = z.strictObject(componentTerms).meta({ id: 'NewPlanComponent' });
export type NewPlanComponent = z.infer<typeof NewPlanComponent>;
