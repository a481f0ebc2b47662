import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
import { Departments } from '@passerelle/domain/department';
import { distinct } from '@passerelle/domain/distinct';
import { Sha256 } from '@passerelle/domain/filed-document';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText, Text } from '@passerelle/domain/text';
import { Themes } from '@passerelle/domain/theme';
import { isPublic } from '@passerelle/platform/access/rights';
import { byDay, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { Place } from '../place.js';
import { RegionalPartners } from '../regional-partners.js';
import { sourced } from '../sourced-figure.js';
import { LanguageCode } from './language-code.js';

// Where work of ours was seen: by whom it was shown, in which languages, and how many people it reached, by whose count.

/** How many it reached, by one source. Persons are not impressions: figures of different units are never added. */
export const ReachFigure = sourced({
  count: z.int().min(0).max(1_000_000_000).describe('How many'),
  unit: CodeOf('reachUnits'),
}).meta({ id: 'ReachFigure', description: 'How many people an item reached, by one source' });
export type ReachFigure = z.infer<typeof ReachFigure>;

const ids = (what: string) =>
  z.array(z.uuid()).max(10).refine(distinct, 'must not name a record twice').describe(`The ${what} that it shows`);

const terms = {
  kind: CodeOf('visibilityKinds'),
  title: LocalizedText(3, 300),
  shownOn: IsoDate.describe('The day on which it took place or appeared'),
  outlet: Text(2, 200).optional().describe('The event, the journal, the channel or the prize'),
  place: Place.optional(),
  projectIds: ids('projects'),
  planIds: ids('plans'),
  work: LocalizedText(3, 300).optional().describe('What else of ours it shows'),
  activityId: z.uuid().optional().describe('The activity at which it took place'),
  visitId: z.uuid().optional().describe('The visit during which it took place'),
  languages: z
    .array(LanguageCode)
    .min(1)
    .max(30)
    .refine(distinct, 'must not name a language twice')
    .describe('The languages in which it is available'),
  reach: z
    .array(ReachFigure)
    .max(3)
    .refine((figures) => distinct(figures.map(({ unit }) => unit)), 'must not give a unit twice')
    .describe('How many it reached, one figure a unit, each with its source'),
  citingCountry: Country.optional().describe('The country of the third party: for a citation, and only there'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(1000)
    .optional()
    .describe('Where it is'),
  archivedHash: Sha256.optional().describe('SHA-256 of the copy that was kept; a citation counts with it only'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  themes: Themes,
  regionalPartners: RegionalPartners,
  classification: Classification,
  source: MultilineText(3, 1000).optional().describe('Where this is written'),
};

interface Shown {
  readonly projectIds: readonly string[];
  readonly planIds: readonly string[];
  readonly work?: object | null | undefined;
}
export const showsSomething = ({ projectIds, planIds, work }: Shown) =>
  projectIds.length > 0 || planIds.length > 0 || (work !== undefined && work !== null);
export const shownMissing = { error: 'must be given where neither a project nor a plan is named', path: ['work'] };

interface Cited {
  readonly kind: string;
  readonly citingCountry?: string | null | undefined;
}
export const namesCitingCountry = ({ kind, citingCountry }: Cited) => (kind === 'citation') === Boolean(citingCountry);
export const citingCountryFault = {
  error: 'must be given for a citation, and only there',
  path: ['citingCountry'],
};

export const NewVisibilityItem = z
  .strictObject({
    ...terms,
    projectIds: terms.projectIds.default([]),
    planIds: terms.planIds.default([]),
    reach: terms.reach.default([]),
    objective: Objective.default('O3'),
    themes: Themes.default([]),
    regionalPartners: RegionalPartners.default([]),
    classification: Classification.default('internal'),
  })
  .refine(showsSomething, shownMissing)
  .refine(namesCitingCountry, citingCountryFault)
  .meta({ id: 'NewVisibilityItem' });
export type NewVisibilityItem = z.infer<typeof NewVisibilityItem>;

/** What a change may touch, whole. */
export const VisibilityItemTerms = z.strictObject(terms);
export const VisibilityItemChange = mergePatch(VisibilityItemTerms).meta({ id: 'VisibilityItemChange' });
export type VisibilityItemChange = Patch<z.infer<typeof VisibilityItemTerms>>;

const state = { ...terms };

export const {
  State: VisibilityItemState,
  View: VisibilityItem,
  Summary: VisibilityItemSummary,
} = shapesOf('VisibilityItem', state, [
  'kind',
  'title',
  'shownOn',
  'outlet',
  'projectIds',
  'planIds',
  'activityId',
  'languages',
  'reach',
  'citingCountry',
  'url',
  'level',
  'departments',
  'themes',
  'classification',
]);

export const visibilityRelations = isPublic;

export const visibility = collection({
  table: 'visibility_item',
  item: VisibilityItemSummary,
  relations: visibilityRelations,
  filters: filtersOf(VisibilityItemState, [
    'kind',
    'projectIds',
    'planIds',
    'activityId',
    'visitId',
    'languages',
    'citingCountry',
    'shownOn',
  ]),
  sorts: { ref: byText('ref'), shownOn: byDay('shown_on') },
  defaultSort: '-shownOn',
  searched: true,
});
