import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Themes } from '@passerelle/domain/theme';
import { MultilineText, Text } from '@passerelle/domain/text';
import { anyNameOf, byOptionalText, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { sourced } from '../sourced-figure.js';

const WikidataItem = z
  .string()
  .max(12)
  .regex(/^Q[1-9]\d{0,10}$/)
  .describe('Its item in Wikidata');

/** The number of members of a network, by one source; several sources give several counts. */
export const MemberCount = sourced({
  value: z.int().min(0).max(1_000_000).describe('How many'),
}).meta({ id: 'NetworkMemberCount', description: 'The number of members, by one source' });
export type MemberCount = z.infer<typeof MemberCount>;

const Acronym = Text(1, 40).describe('Its short name');

const terms = {
  name: LocalizedText(2, 300),
  acronym: Acronym.optional(),
  wikidata: WikidataItem.optional(),
  level: TerritorialLevel,
  legalForm: Text(2, 200).optional().describe('The name in its statutes'),
  seatCountry: Country.optional(),
  memberCounts: z.array(MemberCount).max(20),
  themes: Themes,
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional()
    .describe('Its site'),
  classification: Classification,
  source: MultilineText(3, 1000).describe('Where this is written'),
};

export const NewNetwork = z
  .strictObject({
    ...terms,
    memberCounts: terms.memberCounts.default([]),
    themes: Themes.default([]),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewNetwork' });
export type NewNetwork = z.infer<typeof NewNetwork>;

/** What a change may touch, whole. */
export const NetworkTerms = z.strictObject(terms);
export const NetworkChange = mergePatch(NetworkTerms).meta({ id: 'NetworkChange' });
export type NetworkChange = Patch<z.infer<typeof NetworkTerms>>;

/** Memberships are separate records with their own facts. */
export const {
  State: NetworkState,
  View: Network,
  Summary: NetworkSummary,
} = shapesOf('Network', terms, ['name', 'acronym', 'level', 'seatCountry', 'themes', 'classification']);

export const networkRelations = isPublic;

export const networks = collection({
  table: 'network',
  item: NetworkSummary,
  relations: networkRelations,
  filters: {
    ...filtersOf(NetworkState, ['wikidata']),
    acronym: anyNameOf('acronym', Acronym),
  },
  sorts: { ref: byText('ref'), acronym: byOptionalText('acronym') },
  defaultSort: 'ref',
  searched: true,
});
