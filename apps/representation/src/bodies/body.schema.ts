import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { HumanReference } from '@passerelle/domain/human-reference';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText, Text } from '@passerelle/domain/text';
import { anyNameOf, anyOf, byText, collection } from '@passerelle/platform/data/lists';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic } from '@passerelle/platform/access/rights';
import { z } from 'zod';

const Acronym = Text(1, 40);

const terms = {
  name: LocalizedText(2, 300),
  acronym: Acronym,
  family: CodeOf('bodyFamilies'),
  level: TerritorialLevel,
  objective: Objective,
  voting: z.boolean().optional().describe('Whether the body puts decisions to a vote; absent if not known'),
  cadence: z
    .string()
    .max(4)
    .regex(/^P[1-9]\d?[DWMY]$/)
    .optional()
    .describe('How often the body meets, an ISO 8601 duration of one unit: P6M is every six months'),
  parentBodyId: z.uuid().optional().describe('The body that this one belongs to, or whose meetings it prepares'),
  languages: z
    .array(Language)
    .max(4)
    .refine(distinct, 'must not name a language twice')
    .describe('Its working languages'),
  themes: z.array(Text(2, 80)).max(3).refine(distinct, 'must not name a theme twice'),
  classification: Classification,
  source: MultilineText(3, 1000).describe('Where this is written, and how it was obtained'),
};

export const NewBody = z
  .strictObject({
    ...terms,
    objective: Objective.default('O2'),
    languages: terms.languages.default([]),
    themes: terms.themes.default([]),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewBody' });
export type NewBody = z.infer<typeof NewBody>;

/** What a change may touch, whole. */
export const BodyTerms = z.strictObject(terms);
export const BodyChange = mergePatch(BodyTerms).meta({ id: 'BodyChange' });
export type BodyChange = Patch<z.infer<typeof BodyTerms>>;

const state = { id: z.uuid(), ref: HumanReference, version: z.int().min(1), ...terms };

/** The whole body, as its facts carry it; its seats are separate records with their own facts. */
export const BodyState = z.object(state).meta({ id: 'BodyState' });
export const Body = z.object({ href: z.url(), ...state }).meta({ id: 'Body' });

const { id, ref, version, name, acronym, family, level, voting, cadence, parentBodyId, classification } = state;
export const BodySummary = z
  .object({ href: z.url(), id, ref, version, name, acronym, family, level, voting, cadence, parentBodyId })
  .extend({ classification })
  .meta({ id: 'BodySummary' });

export const bodyRelations = isPublic;

export const bodies = collection({
  table: 'body',
  item: BodySummary,
  relations: bodyRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    acronym: anyNameOf('acronym', Acronym),
    family: anyOf('family', CodeOf('bodyFamilies')),
    level: anyOf('level', TerritorialLevel),
    parentBodyId: anyOf('parent_body_id', z.uuid()),
  },
  sorts: { ref: byText('ref'), acronym: byText('acronym') },
  defaultSort: 'acronym',
  searched: true,
});
export type BodyQuery = z.infer<typeof bodies.query>;
