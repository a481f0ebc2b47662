import { Classification } from '@passerelle/domain/classification';
import { Departments } from '@passerelle/domain/department';
import { Duration } from '@passerelle/domain/duration';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf, nameBeginsWith } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { networkRegistered } from '../networks/network.facts.js';

export const MembershipStatus = z
  .enum(['prospect', 'applied', 'active', 'inArrears', 'noticeGiven', 'ended', 'refused'])
  .meta({ id: 'MembershipStatus' });
export type MembershipStatus = z.infer<typeof MembershipStatus>;

const since = IsoDate.optional().describe(
  'First day as a member; absent if no source gives it. Without it, the membership counts in no period',
);

// The legal member is seldom the participant: the Region is the member of Metropolis, the State that of EUKN. Every
// figure on memberships would be wrong if the two were one field.
const parties = {
  holderKind: CodeOf('holderKinds'),
  holder: OrganisationRef.describe('The legal member'),
};

const terms = {
  participatingEntity: OrganisationRef.describe('Who takes part in practice'),
  category: CodeOf('membershipCategories'),
  noticePeriod: Duration.optional().describe('How long before the end notice must be given'),
  since,
  departments: Departments.describe('The departments that use it'),
  classification: Classification,
  source: MultilineText(3, 1000)
    .optional()
    .describe('Where this is written; may be absent for what the Region or the agency did itself'),
};

export const NewMembership = z
  .strictObject({
    ...parties,
    ...terms,
    departments: terms.departments.default([]),
    classification: Classification.default('internal'),
    status: z
      .enum(['prospect', 'active'])
      .default('prospect')
      .describe('`active` if the network already lists the holder as a member: its earlier acts are not recorded'),
  })
  .refine(({ status, since: day }) => status === 'active' || day === undefined, {
    error: 'is allowed for an active membership only',
    path: ['since'],
  })
  .meta({ id: 'NewMembership' });
export type NewMembership = z.infer<typeof NewMembership>;

/** What a change may touch, whole. */
export const MembershipTerms = z.strictObject(terms);
export const MembershipChange = mergePatch(MembershipTerms).meta({ id: 'MembershipChange' });
export type MembershipChange = Patch<z.infer<typeof MembershipTerms>>;

/** `until` is the last day under the notice; the end itself is a separate act. */
export const Notice = z
  .strictObject({
    on: IsoDate.describe('The day of the notice'),
    until: IsoDate.describe('The last day as a member'),
    reason: LocalizedMultilineText(3, 500).optional(),
  })
  .refine(({ on, until }) => on <= until, {
    error: 'must not be earlier than the notice',
    path: ['until'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'MembershipNotice' });
export type Notice = z.infer<typeof Notice>;

const state = {
  networkId: z.uuid().meta({ 'x-belongs-to': 'networks' }),
  status: MembershipStatus,
  ...parties,
  ...terms,
  until: IsoDate.optional().meta({
    description: 'Last day as a member, foreseen once notice is given',
    'x-calendar': 'membershipEnd',
    'x-calendar-done': [{ status: ['ended'], day: 'until' }],
  }),
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedMultilineText(3, 500).optional(),
};

/** Its offices are separate records with their own facts. */
export const {
  State: MembershipState,
  View: Membership,
  Summary: MembershipSummary,
} = shapesOf('Membership', state, [
  'networkId',
  'status',
  'holderKind',
  'holder',
  'participatingEntity',
  'category',
  'since',
  'until',
  'departments',
  'classification',
]);

export const membershipRelations = isPublic;

export const memberships = collection({
  table: 'membership',
  item: MembershipSummary,
  relations: membershipRelations,
  filters: {
    ...filtersOf(MembershipState, ['networkId', 'status', 'holderKind', 'category', 'since']),
    holder: nameBeginsWith(`holder->>'name'`),
  },
  sorts: { ref: byText('ref'), since: byDate('since') },
  defaultSort: 'ref',
  searched: true,
  embeds: { network: embed('networkId', 'network', networkRegistered, 'Network', isPublic) },
});
