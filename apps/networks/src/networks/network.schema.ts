import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
import { distinct } from '@passerelle/domain/distinct';
import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { anyOf, byOptionalText, byText, collection, holdsAnyOf, type Filter } from '@passerelle/platform/collections';
import { mergePatch } from '@passerelle/platform/operations';
import { isPublic } from '@passerelle/platform/rights';
import { z } from 'zod';
import { provenance } from '../sourced-figure.js';

const WikidataItem = z
  .string()
  .max(12)
  .regex(/^Q[1-9]\d{0,10}$/);

const Theme = z
  .string()
  .max(40)
  .regex(/^[a-z][a-zA-Z0-9]{1,39}$/);

/** How many members a network has, by one source; several sources make several counts. */
export const MemberCount = z
  .strictObject({ value: z.int().min(0).max(1_000_000), ...provenance })
  .meta({ id: 'NetworkMemberCount' });
export type MemberCount = z.infer<typeof MemberCount>;

const Acronym = Text(1, 40);

const terms = {
  name: LocalizedText(2, 300),
  acronym: Acronym.optional(),
  wikidata: WikidataItem.optional(),
  level: TerritorialLevel,
  legalForm: Text(2, 200).optional().describe('As its statutes call it'),
  seatCountry: Country.optional(),
  memberCounts: z.array(MemberCount).max(20),
  themes: z.array(Theme).max(3).refine(distinct, 'names a theme twice'),
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  classification: Classification,
  source: Text(3, 1000),
};

export const NewNetwork = z
  .strictObject({
    ...terms,
    memberCounts: terms.memberCounts.default([]),
    themes: terms.themes.default([]),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewNetwork' });
export type NewNetwork = z.infer<typeof NewNetwork>;

export const NetworkChange = mergePatch(z.strictObject(terms)).meta({ id: 'NetworkChange' });
export type NetworkChange = Partial<NewNetwork>;

const state = { id: z.uuid(), ref: HumanReference, version: z.int().min(1), ...terms };

/** The whole network, as facts carry it; memberships in it are records and facts of their own. */
export const NetworkState = z.object(state).meta({ id: 'NetworkState' });
export const Network = z.object({ href: z.url(), ...state }).meta({ id: 'Network' });

const { id, ref, version, name, acronym, level, seatCountry, themes, classification } = state;
export const NetworkSummary = z
  .object({ href: z.url(), id, ref, version, name, acronym, level, seatCountry, themes, classification })
  .meta({ id: 'NetworkSummary' });

/** METREX and Metrex are one acronym. */
const anyAcronym: Filter = {
  schema: z.array(Acronym).max(20).optional(),
  sql: (acronyms, bind) =>
    `lower(record.acronym) = ANY(ARRAY(SELECT lower(given) FROM unnest(${bind(acronyms)}::text[]) AS given))`,
};

export const networkRelations = isPublic;

export const networks = collection({
  table: 'network',
  item: NetworkSummary,
  relations: networkRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    acronym: anyAcronym,
    wikidata: anyOf('wikidata', WikidataItem),
    level: anyOf('level', TerritorialLevel),
    theme: holdsAnyOf('themes', Theme),
  },
  sorts: { ref: byText('ref'), acronym: byOptionalText('acronym') },
  defaultSort: 'ref',
  searched: true,
});
export type NetworkQuery = z.infer<typeof networks.query>;
