import { Classification } from '@passerelle/domain/classification';
import { Duration } from '@passerelle/domain/duration';
import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { MultilineText } from '@passerelle/domain/text';
import {
  anyOf,
  nameBeginsWith,
  byDate,
  byText,
  collection,
  embed,
  onOrAfter,
  onOrBefore,
} from '@passerelle/platform/data/lists';
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
  noticePeriod: Duration.optional(),
  since,
  classification: Classification,
  source: MultilineText(3, 1000),
};

export const NewMembership = z
  .strictObject({
    ...parties,
    ...terms,
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
  .strictObject({ on: IsoDate, until: IsoDate, reason: LocalizedMultilineText(3, 500).optional() })
  .refine(({ on, until }) => on <= until, {
    error: 'must not be earlier than the notice',
    path: ['until'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'MembershipNotice' });
export type Notice = z.infer<typeof Notice>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
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

/** The whole membership, as its facts carry it; its offices are separate records with their own facts. */
export const MembershipState = z.object(state).meta({ id: 'MembershipState' });
export const Membership = z.object({ href: z.url(), ...state }).meta({ id: 'Membership' });

const { id, ref, version, networkId, status, holderKind, holder, participatingEntity, category, until } = state;
const { classification } = state;
export const MembershipSummary = z
  .object({ href: z.url(), id, ref, version, networkId, status, holderKind, holder, participatingEntity, category })
  .extend({ since, until, classification })
  .meta({ id: 'MembershipSummary' });

export const membershipRelations = isPublic;

export const memberships = collection({
  table: 'membership',
  item: MembershipSummary,
  relations: membershipRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    networkId: anyOf('network_id', z.uuid()),
    status: anyOf('status', MembershipStatus),
    holderKind: anyOf('holder_kind', CodeOf('holderKinds')),
    holder: nameBeginsWith(`holder->>'name'`),
    category: anyOf('category', CodeOf('membershipCategories')),
    sinceFrom: onOrAfter('since'),
    sinceTo: onOrBefore('since'),
  },
  sorts: { ref: byText('ref'), since: byDate('since') },
  defaultSort: 'ref',
  searched: true,
  embeds: { network: embed('networkId', 'network', networkRegistered, 'Network', isPublic) },
});
export type MembershipQuery = z.infer<typeof memberships.query>;
