import { Classification } from '@passerelle/domain/classification';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { Themes } from '@passerelle/domain/theme';
import { MultilineText, Text } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf, type Filter } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic, under } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { membershipRegistered } from '../memberships/membership.facts.js';

export const OfficeStatus = z
  .enum(['candidate', 'elected', 'notElected', 'inOffice', 'ended'])
  .meta({ id: 'OfficeStatus' });
export type OfficeStatus = z.infer<typeof OfficeStatus>;

const left = [{ day: 'leftOfficeOn' }];

/** The term of the office: its first day and, if the statutes foresee one, its last day. */
export const Term = z
  .strictObject({
    startsOn: IsoDate.describe('The first day'),
    endsOn: IsoDate.optional()
      .meta({ 'x-calendar': 'officeEnd', 'x-calendar-done': left })
      .describe('The last day, if foreseen'),
  })
  .refine(({ startsOn, endsOn }) => endsOn === undefined || startsOn <= endsOn, {
    error: 'must not be earlier than startsOn',
    path: ['endsOn'],
    params: { issue: 'invalidPeriod' },
  })
  .meta({ id: 'OfficeTerm', description: 'The term of the office' });
export type Term = z.infer<typeof Term>;

const terms = {
  role: CodeOf('officeRoles'),
  organ: Text(2, 200).optional().describe('The board, forum or working group, under the name that the network uses'),
  elected: z.boolean().describe('False for an office by appointment, which needs no election'),
  term: Term,
  themes: Themes,
  source: MultilineText(3, 1000)
    .optional()
    .describe('Where this is written; may be absent for what the Region or the agency did itself'),
};

export const NewOffice = z.strictObject({ ...terms, themes: Themes.default([]) }).meta({ id: 'NewOffice' });
export type NewOffice = z.infer<typeof NewOffice>;

/** What a change may touch, whole. */
export const OfficeTerms = z.strictObject(terms);
export const OfficeChange = mergePatch(OfficeTerms).meta({ id: 'OfficeChange' });
export type OfficeChange = Patch<z.infer<typeof OfficeTerms>>;

const state = {
  membershipId: z.uuid().meta({ 'x-belongs-to': 'memberships' }),
  networkId: z.uuid().describe('The network of the membership'),
  holderKind: CodeOf('holderKinds').describe(
    'Copied from the membership: an office of the Region is not one of the agency',
  ),
  classification: Classification.describe('Copied from the membership'),
  status: OfficeStatus,
  ...terms,
  tookOfficeOn: IsoDate.optional().describe(
    'First day in office: this day and the last one define who was in office on a day',
  ),
  leftOfficeOn: IsoDate.optional().meta({
    description: 'Last day in office',
    'x-calendar': 'officeEnd',
    'x-calendar-done': left,
  }),
  endNearOn: IsoDate.optional().describe(
    'Since when the last day of the term was near: thirty days before it, in office',
  ),
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedMultilineText(3, 500).optional(),
};

export const {
  State: OfficeState,
  View: Office,
  Summary: OfficeSummary,
} = shapesOf('Office', state, [
  'membershipId',
  'networkId',
  'holderKind',
  'status',
  'role',
  'organ',
  'elected',
  'term',
  'themes',
  'tookOfficeOn',
  'leftOfficeOn',
]);

/** Computed from the days on which the office was taken and left, never from its status. */
const inOfficeOn: Filter = {
  schema: IsoDate.optional().describe('The offices that somebody holds on this day.'),
  sql: (given, bind) => {
    const day = `${bind(given)}::date`;
    // The first half is written like the sort expression, so that one index serves both.
    return `coalesce(record.took_office_on, 'infinity'::date) <= ${day} AND (record.left_office_on >= ${day} OR record.left_office_on IS NULL)`;
  },
};

/** Visible with its membership, which decides; the copied classification is for those who read its facts. */
export const officeRelations = under('membership', 'membership_id', isPublic);

export const offices = collection({
  table: 'office',
  item: OfficeSummary,
  relations: officeRelations,
  filters: {
    ...filtersOf(OfficeState, ['membershipId', 'networkId', 'status', 'role', 'holderKind', 'tookOfficeOn']),
    inOfficeOn,
  },
  sorts: { ref: byText('ref'), tookOfficeOn: byDate('took_office_on') },
  defaultSort: 'ref',
  searched: true,
  embeds: { membership: embed('membershipId', 'membership', membershipRegistered, 'Membership', isPublic) },
});
