import { Departments } from '@passerelle/domain/department';
import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { TerritorialRef } from '@passerelle/domain/territorial-ref';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, filtersOf, holdsAnyOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { planRelations } from '../../shared/visibility/relations.js';
import { NewPlanComponent } from './new-component.js';

/** Computed from the parts of the plan: see the code list `planStates`. */
export const PlanStatus = z.enum(['inPreparation', 'draft', 'adopted', 'ended']).meta({ id: 'PlanStatus' });
export type PlanStatus = z.infer<typeof PlanStatus>;

const places = z.array(TerritorialRef).max(100);

export const PlanArea = z
  .strictObject({ refs: places.min(1), exclusions: places })
  .describe('The area of the plan: these places, without the excluded ones')
  .meta({ id: 'PlanArea' });
export type PlanArea = z.infer<typeof PlanArea>;

const NewPlanArea = z
  .strictObject({ refs: places.min(1), exclusions: places.default([]) })
  .meta({ id: 'NewPlanArea', description: 'These places, without the excluded ones' });

const terms = {
  title: LocalizedText(3, 300),
  authority: OrganisationRef.describe('Who adopts the plan'),
  legalNature: CodeOf('legalNatures'),
  area: PlanArea,
  parties: z
    .array(Party)
    .max(10)
    .refine(distinct, 'must not name a party twice')
    .describe('The regions it is shared with'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments,
  source: MultilineText(3, 1000).optional().describe('Where it is written; a region may leave it out for its own plan'),
  classification: Classification,
};

const origin = {
  planType: CodeOf('planTypes'),
  party: Party.optional().describe('The region that makes the plan; absent for an authority outside the four'),
};

export const NewPlan = z
  .strictObject({
    ...origin,
    ...terms,
    legalNature: terms.legalNature.optional().describe('That of its type when absent'),
    area: NewPlanArea,
    objective: Objective.default('O1'),
    departments: terms.departments.default([]),
    classification: Classification.default('internal'),
    components: z
      .array(NewPlanComponent)
      .min(1)
      .max(30)
      .refine((list) => distinct(list.map(({ code }) => code)), 'must not use a code twice')
      .describe('Its parts; an undivided plan has one, of the kind `whole`'),
  })
  .meta({ id: 'NewPlan' });
export type NewPlan = z.infer<typeof NewPlan>;

/** What a change may touch, whole. */
export const PlanTerms = z.strictObject(terms);
export const PlanChange = mergePatch(PlanTerms).meta({ id: 'PlanChange' });
export type PlanChange = Patch<z.infer<typeof PlanTerms>>;

const state = {
  status: PlanStatus,
  ...origin,
  ...terms,
  firstNoticeOn: IsoDate.optional().describe('The first day on which another region received notice of the plan'),
  firstInquiryOn: IsoDate.optional().describe('The first day of the first public inquiry on a part of it'),
};

export const {
  State: PlanState,
  View: Plan,
  Summary: PlanSummary,
} = shapesOf('Plan', state, [
  'status',
  'planType',
  'party',
  'title',
  'legalNature',
  'level',
  'parties',
  'classification',
  'firstNoticeOn',
  'firstInquiryOn',
]);

export const plans = collection({
  table: 'plan',
  item: PlanSummary,
  relations: planRelations,
  filters: {
    ...filtersOf(PlanState, ['status', 'planType', 'party', 'classification', 'firstNoticeOn', 'firstInquiryOn']),
    sharedWith: holdsAnyOf('parties', Party),
  },
  sorts: { ref: byText('ref'), firstNoticeOn: byDate('first_notice_on'), firstInquiryOn: byDate('first_inquiry_on') },
  defaultSort: 'ref',
  searched: true,
});
