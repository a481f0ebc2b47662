import { HumanReference } from '@passerelle/domain/human-reference';
import { ChangedAt } from '@passerelle/domain/instant';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf, referenceEntry } from '@passerelle/domain/reference-list';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { under, type Relations } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { planRelations, type Side } from '../../../shared/visibility/relations.js';
import { ProcedureDocument } from '../../../shared/documents.js';
import { PublicInquiry, RecordedInquiry } from '../../inquiry.js';

const Details = z.object({ act: z.string().optional(), inquiry: z.boolean().default(false) });
export type StepMeaning = z.infer<typeof Details>;

/** The act that a step performs on its part, and whether an inquiry goes with it. */
export const meaningOf = (stepCode: string): StepMeaning =>
  Details.parse(referenceEntry('procedureSteps', stepCode)?.details ?? {});

const iteration = z.int().min(1);

const terms = {
  stepCode: CodeOf('procedureSteps'),
  occurredOn: IsoDate.describe('The day of the step'),
  document: ProcedureDocument.optional(),
  source: MultilineText(3, 1000).optional().describe('Where it is written; a region may leave it out for its own plan'),
};

export const NewStep = z
  .strictObject({
    ...terms,
    iteration: iteration.optional().describe('The draft that it is about; the current one when absent'),
    publicInquiry: PublicInquiry.optional().describe(
      'Only with a step that announces or opens an inquiry, and required there',
    ),
  })
  .superRefine(({ stepCode, occurredOn, publicInquiry }, context) => {
    const { act, inquiry } = meaningOf(stepCode);
    const fault = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
    if (inquiry !== (publicInquiry !== undefined))
      fault(inquiry ? 'must give the inquiry' : 'is allowed for an inquiry step only', ['publicInquiry']);
    if (act === 'openInquiry' && publicInquiry !== undefined && publicInquiry.from !== occurredOn)
      fault('must be the first day of the inquiry', ['publicInquiry', 'from']);
  })
  .meta({ id: 'NewProcedureStep' });
export type NewStep = z.infer<typeof NewStep>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1).describe('A step never changes: always 1'),
  planId: z.uuid(),
  componentId: z.uuid(),
  ...terms,
  iteration,
  publicInquiry: RecordedInquiry.optional(),
};

/** A step, as the facts of its plan and of its part carry it. */
export const StepState = z.object(state).meta({ id: 'ProcedureStepState' });
export const ProcedureStep = z.object({ href: z.url(), ...state, changedAt: ChangedAt }).meta({ id: 'ProcedureStep' });

const { id, ref, version, planId, componentId, stepCode, occurredOn } = state;
export const StepSummary = z
  .object({
    href: z.url(),
    id,
    ref,
    version,
    planId,
    componentId,
    stepCode,
    occurredOn,
    iteration,
    changedAt: ChangedAt,
  })
  .meta({ id: 'ProcedureStepSummary' });

/** Steps leave with a part that is taken back. Looked up by its key, so that it costs the same in every order of a list. */
export const ofKeptPart = '(SELECT retracted_at IS NULL FROM plan_component WHERE id = record.component_id)';

/** The home region still reads the steps of such a part at their own addresses. */
export const stepRelations: Relations<Side> = Object.fromEntries(
  Object.entries(under('plan', 'plan_id', planRelations)).map(([name, relation]) => [
    name,
    (party: () => string, subject: () => string) => `${relation?.(party, subject) ?? 'false'} AND ${ofKeptPart}`,
  ]),
);

export const procedureSteps = collection({
  table: 'procedure_step',
  item: StepSummary,
  relations: stepRelations,
  filters: filtersOf(StepState, ['planId', 'componentId', 'stepCode', 'occurredOn']),
  sorts: { ref: byText('ref'), occurredOn: byDate('occurred_on') },
  defaultSort: 'occurredOn',
});
