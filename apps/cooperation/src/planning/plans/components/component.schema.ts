import { Classification } from '@passerelle/domain/classification';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { under } from '@passerelle/platform/access/rights';
import { shapesOf } from '@passerelle/platform/features/records';
import { z } from 'zod';
import { planRelations } from '../../../shared/visibility/relations.js';
import { CountedInquiry } from '../../inquiry.js';
import { planRegistered } from '../plan.facts.js';
import { ComponentStatus } from '../component.states.js';
import { componentTerms } from '../new-component.js';

const state = {
  status: ComponentStatus,
  planId: z.uuid(),
  ...componentTerms,
  iteration: z.int().min(1).describe('The number of drafts so far; 1 before the first'),
  statusSince: IsoDate.optional().describe('The day of the step that led to the status'),
  draftAdoptedOn: IsoDate.optional().describe(
    "The day on which this iteration's draft was adopted; absent if no source gives it",
  ),
  inquiry: CountedInquiry.optional().describe(
    'On the draft of this iteration: the last one opened, or the last one announced if none was opened',
  ),
  finallyAdoptedOn: IsoDate.optional(),
  inForceOn: IsoDate.optional(),
  endedOn: IsoDate.optional().describe('The day on which it was superseded, annulled or abrogated'),
  parties: z.array(Party).max(10).describe('Those of the plan'),
  classification: Classification,
  level: TerritorialLevel,
  objective: Objective,
};

export const {
  State: PlanComponentState,
  View: PlanComponent,
  Summary: PlanComponentSummary,
} = shapesOf('PlanComponent', state, [
  'status',
  'planId',
  'code',
  'kind',
  'title',
  'iteration',
  'statusSince',
  'inquiry',
  'finallyAdoptedOn',
  'inForceOn',
  'classification',
]);

/** Records under a plan copy its visibility. */
export const componentRelations = under('plan', 'plan_id', planRelations);

export const planComponents = collection({
  table: 'plan_component',
  item: PlanComponentSummary,
  relations: componentRelations,
  filters: filtersOf(PlanComponentState, ['planId', 'status', 'kind', 'statusSince']),
  sorts: { ref: byText('ref'), statusSince: byDate('status_since') },
  defaultSort: 'ref',
  embeds: { plan: embed('planId', 'plan', planRegistered, 'Plan', planRelations) },
});
