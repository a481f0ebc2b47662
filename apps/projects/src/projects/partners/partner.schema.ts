import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { Money, toMinor } from '@passerelle/domain/money';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialRef } from '@passerelle/domain/territorial-ref';
import { Text } from '@passerelle/domain/text';
import { byText, collection, embed, filtersOf, nameBeginsWith } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic, under } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { projectRegistered } from '../project.facts.js';
import { QualityFlags } from '../../consortium.js';

/**
 * An unpublished budget is not a budget of zero: the three states stay apart, so that a sum over partners can say how
 * many of them it covers. Only `published` has an amount, which is above zero.
 */
export const PartnerBudget = z
  .strictObject({
    state: z.enum(['published', 'publishedZero', 'unpublished']).describe('Whether it is known'),
    amount: Money.optional(),
  })
  .refine(({ state, amount }) => (state === 'published') === (amount !== undefined), {
    error: 'is required for a published budget, and for no other',
    path: ['amount'],
  })
  .refine(({ amount }) => amount === undefined || toMinor(amount) > 0n, {
    error: 'must be above zero; zero is the state publishedZero',
    path: ['amount'],
  })
  .meta({ id: 'PartnerBudget', description: 'Only a published budget has an amount' });
export type PartnerBudget = z.infer<typeof PartnerBudget>;

/** Unknown dates are absent. A partner that leaves on the day it joined took part for that day. */
export const inOrder = (span: { joinedOn?: string | null | undefined; leftOn?: string | null | undefined }): boolean =>
  !span.joinedOn || !span.leftOn || span.joinedOn <= span.leftOn;

const terms = {
  organisation: OrganisationRef,
  role: CodeOf('partnerRoles'),
  country: Country,
  city: Text(1, 120).optional().describe('The city of its seat, as its source writes it'),
  nuts: TerritorialRef.optional(),
  budget: PartnerBudget,
  joinedOn: IsoDate.optional().describe('The first day as a partner'),
};

export const NewPartner = z
  .strictObject({ ...terms, budget: PartnerBudget.default({ state: 'unpublished' }) })
  .meta({ id: 'NewPartner' });
export type NewPartner = z.infer<typeof NewPartner>;

/** What a change may touch, whole. */
export const PartnerTerms = z.strictObject(terms);
export const PartnerChange = mergePatch(PartnerTerms).meta({ id: 'PartnerChange' });
export type PartnerChange = Patch<z.infer<typeof PartnerTerms>>;

export const Departure = z
  .strictObject({
    on: IsoDate.describe('The last day as a partner'),
    reason: LocalizedMultilineText(3, 500).optional(),
  })
  .meta({ id: 'PartnerDeparture' });
export type Departure = z.infer<typeof Departure>;

const state = {
  projectId: z.uuid(),
  classification: Classification.describe('Copied from the project'),
  ...terms,
  active: z.boolean().describe('False once it has left: a partner is never deleted'),
  leftOn: IsoDate.optional(),
  leavingReason: LocalizedMultilineText(3, 500).optional(),
  qualityFlags: QualityFlags,
};

export const {
  State: PartnerState,
  View: Partner,
  Summary: PartnerSummary,
} = shapesOf('Partner', state, [
  'projectId',
  'organisation',
  'role',
  'country',
  'city',
  'budget',
  'active',
  'qualityFlags',
]);

/** Visible with its project, which decides; the copied classification is for those who read its facts. */
export const partnerRelations = under('project', 'project_id', isPublic);

export const partners = collection({
  table: 'partner',
  item: PartnerSummary,
  relations: partnerRelations,
  filters: {
    ...filtersOf(PartnerState, ['projectId', 'country', 'role', 'active', 'qualityFlags']),
    organisation: nameBeginsWith(`organisation->>'name'`),
  },
  sorts: { ref: byText('ref') },
  defaultSort: 'ref',
  searched: true,
  embeds: { project: embed('projectId', 'project', projectRegistered, 'Project', isPublic) },
});
