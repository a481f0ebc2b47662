import { Classification } from '@passerelle/domain/classification';
import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Text } from '@passerelle/domain/text';
import {
  anyOf,
  byDate,
  byText,
  collection,
  embed,
  onOrAfter,
  onOrBefore,
  type Filter,
} from '@passerelle/platform/collections';
import { mergePatch } from '@passerelle/platform/operations';
import { isPublic } from '@passerelle/platform/rights';
import { z } from 'zod';
import { networkRegistered } from '../networks/network.facts.js';

export const MembershipStatus = z
  .enum(['prospect', 'applied', 'active', 'inArrears', 'noticeGiven', 'ended', 'refused'])
  .meta({ id: 'MembershipStatus' });
export type MembershipStatus = z.infer<typeof MembershipStatus>;

/** A length of time in the words of a statute: years, months, weeks, days. `P6M` is six months. */
const NoticePeriod = z
  .string()
  .max(20)
  .regex(/^P(?=\d)(\d{1,3}Y)?(\d{1,3}M)?(\d{1,3}W)?(\d{1,3}D)?$/);

const since = IsoDate.optional().describe(
  'First day as a member; absent where no source gives it. Without it, the membership counts in no period',
);

// Who is the member is seldom who takes part: the Region holds the seats in Metropolis, the State the one in EUKN. Every
// figure on memberships is wrong where the two are one field.
const parties = {
  holderKind: CodeOf('holderKinds'),
  holder: OrganisationRef.describe('Who is the member in law'),
};

const terms = {
  participatingEntity: OrganisationRef.describe('Who takes part in practice'),
  category: CodeOf('membershipCategories'),
  noticePeriod: NoticePeriod.optional(),
  since,
  classification: Classification,
  source: Text(3, 1000),
};

export const NewMembership = z
  .strictObject({
    ...parties,
    ...terms,
    classification: Classification.default('internal'),
    status: z
      .enum(['prospect', 'active'])
      .default('prospect')
      .describe('`active` where the network already lists the holder as a member: how it came to that is not recorded'),
  })
  .refine(({ status, since: day }) => status === 'active' || day === undefined, {
    error: 'belongs to a membership that is active',
    path: ['since'],
  })
  .meta({ id: 'NewMembership' });
export type NewMembership = z.infer<typeof NewMembership>;

export const MembershipChange = mergePatch(z.strictObject(terms)).meta({ id: 'MembershipChange' });
export type MembershipChange = Partial<Omit<NewMembership, 'holderKind' | 'holder' | 'status'>>;

/** `until` is the last day that the notice leaves; the end itself is an act of its own. */
export const Notice = z
  .strictObject({ on: IsoDate, until: IsoDate, reason: LocalizedText(3, 500).optional() })
  .refine(({ on, until }) => on <= until, {
    error: 'must not lie before the notice',
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
  }),
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedText(3, 500).optional(),
};

/** The whole membership, as facts carry it; offices that rest on it are records and facts of their own. */
export const MembershipState = z.object(state).meta({ id: 'MembershipState' });
export const Membership = z.object({ href: z.url(), ...state }).meta({ id: 'Membership' });

const { id, ref, version, networkId, status, holderKind, holder, participatingEntity, category, until } = state;
const { classification } = state;
export const MembershipSummary = z
  .object({ href: z.url(), id, ref, version, networkId, status, holderKind, holder, participatingEntity, category })
  .extend({ since, until, classification })
  .meta({ id: 'MembershipSummary' });

const holderStartsWith: Filter = {
  schema: Text(1, 100).optional(),
  sql: (beginning, bind) => `lower(record.holder->>'name') ^@ lower(${bind(beginning)}::text)`,
};

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
    holder: holderStartsWith,
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
