import { Departments } from '@passerelle/domain/department';
import { Classification } from '@passerelle/domain/classification';
import { Country, countryFromImport } from '@passerelle/domain/country';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { TerritorialRef } from '@passerelle/domain/territorial-ref';
import { MultilineText, Text } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { networkRegistered } from '../networks/network.facts.js';
import { provenance } from '../sourced-figure.js';

export const ActivityStatus = z.enum(['recorded', 'withdrawn']).meta({ id: 'ActivityStatus' });
export type ActivityStatus = z.infer<typeof ActivityStatus>;

/** NUTS and ISO 3166-2 codes begin with the country's; the other schemes do not show it. */
const liesIn = (country: string, { scheme, code }: TerritorialRef): boolean =>
  scheme === 'WIKIDATA' || scheme === 'LAU' || countryFromImport(code.slice(0, 2)) === country;

export const Place = z
  .strictObject({
    name: Text(2, 200).describe('As its source writes it'),
    country: Country,
    territory: TerritorialRef.optional(),
  })
  .refine(({ country, territory }) => territory === undefined || liesIn(country, territory), {
    error: 'must be in the given country',
    path: ['territory'],
  })
  .meta({ id: 'ActivityPlace', description: 'Where it takes place' });
export type Place = z.infer<typeof Place>;

/** The number of participants by one source; several sources give several figures, which are never added. */
export const AudienceFigure = z
  .strictObject({
    count: z.int().min(0).max(100_000_000).describe('How many'),
    unit: CodeOf('audienceUnits'),
    ...provenance,
  })
  .meta({ id: 'AudienceFigure', description: 'The number of participants, by one source' });
export type AudienceFigure = z.infer<typeof AudienceFigure>;

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

const isInBrussels = ({ scheme, code }: TerritorialRef): boolean =>
  (scheme === 'NUTS' && code.startsWith('BE1')) || (scheme === 'ISO3166-2' && code === 'BE-BRU');

/** A hosted activity takes place in Brussels, or online (N8). */
export const isHostedAtHome = ({ part, online, place }: Setting): boolean =>
  part !== 'hosted' || online || (place?.territory !== undefined && isInBrussels(place.territory));

export const hostedElsewhere = 'must be in Brussels (NUTS BE1 or ISO 3166-2 BE-BRU) or online for a hosted activity';

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
  audience: z.array(AudienceFigure).max(20),
  countries: z
    .array(Country)
    .max(250)
    .refine(distinct, 'must not name a country twice')
    .describe('The countries of its audience'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  regionalPartners: z
    .array(Text(2, 80))
    .max(10)
    .refine(distinct, 'must not name a regional partner twice')
    .describe('The partners of the region that took part'),
  classification: Classification,
  source: MultilineText(3, 1000).optional().describe('Where this is written'),
};

export const NewActivity = z
  .strictObject({
    ...terms,
    online: terms.online.default(false),
    audience: terms.audience.default([]),
    countries: terms.countries.default([]),
    regionalPartners: terms.regionalPartners.default([]),
    classification: Classification.default('internal'),
  })
  .refine(inOrder, { error: 'must not be earlier than startsOn', path: ['endsOn'], params: { issue: 'invalidPeriod' } })
  .refine(isHostedAtHome, { error: hostedElsewhere, path: ['place'], params: { issue: 'hostedElsewhere' } })
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
  'countries',
  'level',
  'objective',
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
    'networkId',
    'bodyId',
    'projectId',
    'countries',
    'startsOn',
    'endsOn',
  ]),
  sorts: { ref: byText('ref'), startsOn: byDate('starts_on') },
  defaultSort: '-startsOn',
  searched: true,
  embeds: { network: embed('networkId', 'network', networkRegistered, 'Network', isPublic) },
});
