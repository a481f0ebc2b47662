import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { Language } from '@passerelle/domain/language';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Themes } from '@passerelle/domain/theme';
import { MultilineText, Text } from '@passerelle/domain/text';
import { anyNameOf, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic } from '@passerelle/platform/access/rights';
import { z } from 'zod';

export const BodyStatus = z.enum(['active', 'ended']).meta({ id: 'BodyStatus' });
export type BodyStatus = z.infer<typeof BodyStatus>;

const WorkingDays = z.int().min(1).max(60);

const Acronym = Text(1, 40).describe('Its short name');

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
  reportDays: WorkingDays.describe('How many working days after a meeting its report is due'),
  positionDays: WorkingDays.describe('How many working days before a meeting positions for it must be validated'),
  themes: Themes,
  classification: Classification,
  source: MultilineText(3, 1000).describe('Where this is written, and how it was obtained'),
};

export const NewBody = z
  .strictObject({
    ...terms,
    objective: Objective.default('O2'),
    languages: terms.languages.default([]),
    reportDays: WorkingDays.default(10).describe(`${terms.reportDays.description ?? ''}; 10 by default`),
    positionDays: WorkingDays.default(5).describe(`${terms.positionDays.description ?? ''}; 5 by default`),
    themes: Themes.default([]),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewBody' });
export type NewBody = z.infer<typeof NewBody>;

/** What a change may touch, whole. */
export const BodyTerms = z.strictObject(terms);
export const BodyChange = mergePatch(BodyTerms).meta({ id: 'BodyChange' });
export type BodyChange = Patch<z.infer<typeof BodyTerms>>;

/** The day of an act that ends the body. */
export const BodyEnd = z.strictObject({ on: IsoDate.describe('The first day without it') }).meta({ id: 'BodyEnd' });
export type BodyEnd = z.infer<typeof BodyEnd>;

const state = {
  status: BodyStatus,
  ...terms,
  endedOn: IsoDate.optional().describe('The first day without it'),
};

/** The whole body, as its facts carry it; its seats are separate records with their own facts. */
export const {
  State: BodyState,
  View: Body,
  Summary: BodySummary,
} = shapesOf('Body', state, [
  'status',
  'name',
  'acronym',
  'family',
  'level',
  'voting',
  'cadence',
  'parentBodyId',
  'classification',
]);

export const bodyRelations = isPublic;

export const bodies = collection({
  table: 'body',
  item: BodySummary,
  relations: bodyRelations,
  filters: { acronym: anyNameOf('acronym', Acronym), ...filtersOf(BodyState, ['status', 'family', 'parentBodyId']) },
  sorts: { ref: byText('ref'), acronym: byText('acronym') },
  defaultSort: 'acronym',
  searched: true,
});
