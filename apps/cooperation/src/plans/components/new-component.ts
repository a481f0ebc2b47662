import { LocalizedText } from '@passerelle/domain/localized-text';
import { CodeOf } from '@passerelle/domain/reference-list';
import { z } from 'zod';

/** What is told of a part when it enters the register, with its plan or after it. */
export const componentTerms = {
  code: z
    .string()
    .regex(/^[a-z][a-zA-Z0-9]{1,39}$/)
    .describe('Which part it is, within its plan'),
  kind: CodeOf('componentKinds'),
  title: LocalizedText(3, 300),
};

export const NewPlanComponent = z.strictObject(componentTerms).meta({ id: 'NewPlanComponent' });
export type NewPlanComponent = z.infer<typeof NewPlanComponent>;
