import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
import { Departments } from '@passerelle/domain/department';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { Themes } from '@passerelle/domain/theme';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { networkRegistered } from '../networks/network.facts.js';
import { isInBrussels, Place } from '../place.js';
import { RegionalPartners } from '../regional-partners.js';
import { sourced } from '../sourced-figure.js';

export const ActivityStatus = z.enum(['recorded', 'withdrawn']).meta({ id: 'ActivityStatus' });
export type ActivityStatus = z.infer<typeof ActivityStatus>;

export const Initiator = z.enum(['external', 'agency']).meta({
  id: 'ActivityInitiator',
  description: 'Who took the initiative: others, who invited the agency, or the agency itself',
});

/** The number of participants by one source; several sources give several figures, which are never added. */
export const AudienceFigure = sourced({
  count: z.int().min(0).max(100_000_000).describe('How many'),
  unit: CodeOf('audienceUnits'),
}).meta({ id: 'AudienceFigure', description: 'The number of participants, by one source' });
export type AudienceFigure = z.infer<typeof AudienceFigure>;

/** How many of those whom a briefing addressed were there. */
export const Attendance = z
  .strictObject({
    attended: z.int().min(0).max(100_000).describe('How many of them were there'),
    headcount: z.int().min(0).max(100_000).describe('How many it addressed'),
  })
  .refine(({ attended, headcount }) => attended <= headcount, {
    error: 'must not be more than the headcount',
    path: ['attended'],
  })
  .meta({ id: 'BriefingAttendance', description: 'How many of those whom a briefing addressed were there' });
export type Attendance = z.infer<typeof Attendance>;

interface Dates {
  startsOn: string;
  endsOn?: string | null | undefined;
}

/** First and last day, both included; without a last day it lasted one day. */
export const inOrder = ({ startsOn, endsOn }: Dates): boolean => !endsOn || startsOn <= endsOn;

interface Setting {
  part: string;
  online: boolean;
  place?: Place | null | undefined;
}

/** A hosted activity takes place in Brussels, or online (N8). */
export const isHostedAtHome = ({ part, online, place }: Setting): boolean =>
  part !== 'hosted' || online || (place?.territory !== undefined && isInBrussels(place.territory));

export const hostedElsewhere = 'must be in Brussels (NUTS BE1 or ISO 3166-2 BE-BRU) or online for a hosted activity';

interface Counted {
  kind: string;
  attendance?: Attendance | null | undefined;
}

export const countsItsOwn = ({ kind, attendance }: Counted): boolean => !attendance || kind === 'briefing';

export const notABriefing = 'must be absent, except for a briefing';

const terms = {
  kind: CodeOf('activityKinds'),
  title: LocalizedText(3, 300),
  networkId: z.uuid().optional().describe('The network in whose context it took place'),
  bodyId: z.uuid().optional().describe('The body in which the Region is represented, in whose context it took place'),
  projectId: z.uuid().optional().describe('The project that it belonged to or presented'),
  startsOn: IsoDate.meta({ description: 'First day', 'x-calendar': 'activity', 'x-calendar-until': 'endsOn' }),
  endsOn: IsoDate.optional().describe('Last day; by default the first'),
  place: Place.optional(),
  online: z.boolean().describe('Whether remote participation was possible'),
  part: CodeOf('activityParts').describe('The role of the agency that runs this register'),
  initiator: Initiator.optional(),
  coHosts: z.array(OrganisationRef).max(10).describe('The organisations that hosted it together with the agency'),
  attendance: Attendance.optional().describe('For a briefing only'),
  audience: z.array(AudienceFigure).max(20),
  countries: z
    .array(Country)
    .max(250)
    .refine(distinct, 'must not name a country twice')
    .describe('The countries of its audience'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  themes: Themes,
  regionalPartners: RegionalPartners,
  classification: Classification,
  source: MultilineText(3, 1000).optional().describe('Where this is written'),
};

export const NewActivity = z
  .strictObject({
    ...terms,
    online: terms.online.default(false),
    audience: terms.audience.default([]),
    countries: terms.countries.default([]),
    coHosts: terms.coHosts.default([]),
    themes: Themes.default([]),
    regionalPartners: RegionalPartners.default([]),
    classification: Classification.default('internal'),
  })
  .refine(inOrder, { error: 'must not be earlier than startsOn', path: ['endsOn'], params: { issue: 'invalidPeriod' } })
  .refine(isHostedAtHome, { error: hostedElsewhere, path: ['place'], params: { issue: 'hostedElsewhere' } })
  .refine(countsItsOwn, { error: notABriefing, path: ['attendance'] })
  .meta({ id: 'NewActivity' });
export type NewActivity = z.infer<typeof NewActivity>;

/** What a change may touch, whole. */
export const ActivityTerms = z.strictObject(terms);
export const ActivityChange = mergePatch(ActivityTerms).meta({ id: 'ActivityChange' });
export type ActivityChange = Patch<z.infer<typeof ActivityTerms>>;

export const Withdrawal = z.strictObject({ reason: LocalizedMultilineText(3, 500) }).meta({ id: 'ActivityWithdrawal' });
export type Withdrawal = z.infer<typeof Withdrawal>;

const state = {
  status: ActivityStatus,
  ...terms,
  endsOn: IsoDate.describe('Last day'),
  withdrawalReason: LocalizedMultilineText(3, 500).optional(),
};

export const {
  State: ActivityState,
  View: Activity,
  Summary: ActivitySummary,
} = shapesOf('Activity', state, [
  'status',
  'kind',
  'title',
  'networkId',
  'bodyId',
  'projectId',
  'startsOn',
  'endsOn',
  'place',
  'online',
  'part',
  'initiator',
  'countries',
  'level',
  'objective',
  'departments',
  'themes',
  'classification',
]);

export const activityRelations = isPublic;

export const activities = collection({
  table: 'activity',
  item: ActivitySummary,
  relations: activityRelations,
  filters: filtersOf(ActivityState, [
    'status',
    'kind',
    'part',
    'initiator',
    'networkId',
    'bodyId',
    'projectId',
    'countries',
    'regionalPartners',
    'startsOn',
    'endsOn',
  ]),
  sorts: { ref: byText('ref'), startsOn: byDate('starts_on') },
  defaultSort: '-startsOn',
  searched: true,
  embeds: { network: embed('networkId', 'network', networkRegistered, 'Network', isPublic) },
});
