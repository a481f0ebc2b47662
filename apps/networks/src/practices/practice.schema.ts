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
import { isPublic } from '@passerelle/platform/access/rights';
import { byDate, byDay, byText, collection, filtersOf, type Filter } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { Place } from '../place.js';
import { RegionalPartners } from '../regional-partners.js';
import { isOfBrussels } from './of-brussels.js';

// What another city does better, and what became of it here: from the visit on which it was seen to the plan that uses it, and to what
// it changed.

export const PracticeStatus = z
  .enum(['captured', 'assessed', 'shortlisted', 'rejected', 'adopted', 'implemented', 'evaluated', 'abandoned'])
  .meta({ id: 'PracticeStatus' });
export type PracticeStatus = z.infer<typeof PracticeStatus>;

/** The city or region, and the organisation there that knows it. Work of Brussels is shown elsewhere: that is visibility. */
const Origin = z
  .strictObject({
    place: Place,
    organisation: OrganisationRef.optional().describe('Who there knows it'),
  })
  .refine(({ place }) => !isOfBrussels(place), {
    error: 'must be elsewhere than in Brussels: what Brussels does itself is registered as visibility',
    path: ['place'],
    params: { issue: 'practiceFromBrussels' },
  })
  .meta({ id: 'PracticeOrigin', description: 'Where the practice comes from' });

export const mostGrounds = 10;

/** The kinds of records that a practice can rest on, each with its service. */
export const groundServices = {
  jointStudies: 'cooperation',
  plans: 'cooperation',
  bodyMeetings: 'representation',
  positions: 'representation',
  activities: 'networks',
  practices: 'networks',
  visits: 'networks',
  projects: 'projects',
} as const;

export const GroundResource = z
  .enum(Object.keys(groundServices))
  .meta({ id: 'PracticeGroundResource', description: 'The kind of the record' });

const Ground = z
  .strictObject({
    resource: GroundResource,
    id: z.uuid().describe('Of the record'),
  })
  .meta({ id: 'PracticeGround', description: 'A record that the practice rests on' });
export type Ground = z.infer<typeof Ground>;

/** What uses it here: a practice without one cannot be implemented (N6). */
export const PlanTarget = z
  .strictObject({
    kind: z.literal('plan').describe('A plan of cooperation'),
    id: z.uuid().describe('Of the plan'),
    step: CodeOf('procedureSteps').optional().describe('The step of its procedure in which it came in'),
    passage: LocalizedText(3, 300).optional().describe('Where it stands: chapter, article or page, or the sentence'),
  })
  .meta({ id: 'PlanTarget' });
const ProjectTarget = z
  .strictObject({
    kind: z.literal('project').describe('A project or a study'),
    id: z.uuid().describe('Of the project or the study'),
  })
  .meta({ id: 'ProjectTarget' });
export const ProcessTarget = z
  .strictObject({
    kind: z.literal('process').describe('A working process of the agency'),
    name: LocalizedText(3, 200).describe('Its name in the agency'),
  })
  .meta({ id: 'ProcessTarget' });
export const PracticeTarget = z
  .discriminatedUnion('kind', [PlanTarget, ProjectTarget, ProcessTarget])
  .meta({ id: 'PracticeTarget', description: 'The plan, project or working process that uses the practice' });
export type PracticeTarget = z.infer<typeof PracticeTarget>;

const terms = {
  title: LocalizedText(3, 300),
  problem: LocalizedMultilineText(3, 500).describe('What it solves there'),
  solution: LocalizedMultilineText(3, 500).describe('What is done there, and what is new in it'),
  origin: Origin,
  visitId: z.uuid().optional().describe('The visit on which it was seen'),
  activityId: z.uuid().optional().describe('The activity at which it was seen'),
  projectId: z.uuid().optional().describe('The project from which it came'),
  basedOn: z
    .array(Ground)
    .max(mostGrounds)
    .refine((list) => distinct(list.map(({ resource, id }) => `${resource}/${id}`)), 'must not name a record twice')
    .describe('The other records that it rests on'),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments.min(1),
  themes: Themes,
  regionalPartners: RegionalPartners,
  classification: Classification,
  source: MultilineText(3, 1000).optional().describe('Where this is written'),
};

export const NewPractice = z
  .strictObject({
    ...terms,
    capturedOn: IsoDate.describe('The day on which it was seen'),
    basedOn: terms.basedOn.default([]),
    objective: Objective.default('O4'),
    themes: Themes.default([]),
    regionalPartners: RegionalPartners.default([]),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewPractice' });
export type NewPractice = z.infer<typeof NewPractice>;

/** What a change may touch, whole; the target once its adoption is decided. */
export const PracticeTerms = z.strictObject({ ...terms, target: PracticeTarget.optional() });
export const PracticeChange = mergePatch(PracticeTerms).meta({ id: 'PracticeChange' });
export type PracticeChange = Patch<z.infer<typeof PracticeTerms>>;

const on = IsoDate.describe('The day of the act');
const potential = z.int().min(1).max(5).describe('How well it could be transferred, from 1 (hardly) to 5 (as it is)');
const assessment = LocalizedMultilineText(3, 500);
export const PracticeAssessment = z.strictObject({ on, potential, assessment }).meta({ id: 'PracticeAssessment' });
export type PracticeAssessment = z.infer<typeof PracticeAssessment>;

export const PracticeAct = z.strictObject({ on }).meta({ id: 'PracticeAct' });
export type PracticeAct = z.infer<typeof PracticeAct>;

const reason = LocalizedMultilineText(3, 500);
export const PracticeRefusal = z.strictObject({ on, reason }).meta({ id: 'PracticeRefusal' });
export type PracticeRefusal = z.infer<typeof PracticeRefusal>;

export const PracticeAdoption = z
  .strictObject({
    on,
    adoptedBy: Departments.min(1).describe('The departments that decided to use it'),
    target: PracticeTarget.optional().describe('What will use it; may be named later, but before it is implemented'),
  })
  .meta({ id: 'PracticeAdoption' });
export type PracticeAdoption = z.infer<typeof PracticeAdoption>;

const result = LocalizedMultilineText(3, 1000);
export const PracticeEvaluation = z
  .strictObject({ on, result: result.describe('What it changed') })
  .meta({ id: 'PracticeEvaluation' });
export type PracticeEvaluation = z.infer<typeof PracticeEvaluation>;

const state = {
  status: PracticeStatus,
  ...terms,
  capturedOn: IsoDate.describe('The day on which it was seen'),
  assessedOn: IsoDate.optional().describe('The day of the first assessment'),
  potential: potential.optional(),
  assessment: assessment.optional(),
  shortlistedOn: IsoDate.optional().describe('The day on which it was put on the shortlist, on its latest assessment'),
  decidedOn: IsoDate.optional().describe('The day on which its adoption was decided, or on which it was rejected'),
  adoptedOn: IsoDate.optional().describe('The day on which its adoption was decided'),
  adoptedBy: Departments.optional().describe('The departments that decided to use it'),
  target: PracticeTarget.optional(),
  implementedOn: IsoDate.optional().describe('The day from which it is in use'),
  evaluatedOn: IsoDate.optional().describe('The day of the latest evaluation'),
  result: result.optional(),
  abandonedOn: IsoDate.optional().describe('The day on which its adoption was abandoned'),
  reason: reason.optional().describe('Why it was rejected or abandoned'),
};

export const {
  State: PracticeState,
  View: Practice,
  Summary: PracticeSummary,
} = shapesOf('Practice', state, [
  'status',
  'title',
  'origin',
  'visitId',
  'activityId',
  'projectId',
  'capturedOn',
  'assessedOn',
  'potential',
  'decidedOn',
  'adoptedBy',
  'target',
  'implementedOn',
  'evaluatedOn',
  'level',
  'departments',
  'themes',
  'classification',
]);

export const practiceRelations = isPublic;

const mostCodes = 20;

/** A value inside of an object: the index is over the same expression. */
const inside = (words: string, path: string, item: z.ZodType<string>): Filter => {
  const schema = z.array(item).max(mostCodes);
  return {
    schema: schema.optional().describe(words),
    sql: (given, bind) => `record.${path} = ANY(${bind(schema.parse(given))}::text[])`,
  };
};

export const practices = collection({
  table: 'practice',
  item: PracticeSummary,
  relations: practiceRelations,
  filters: {
    ...filtersOf(PracticeState, [
      'status',
      'visitId',
      'activityId',
      'projectId',
      'adoptedBy',
      'capturedOn',
      'assessedOn',
      'adoptedOn',
      'implementedOn',
    ]),
    originCountry: inside('That come from one of these countries.', `origin #>> '{place,country}'`, Country),
    targetId: inside('Whose target is one of these plans or projects.', `target ->> 'id'`, z.uuid()),
  },
  sorts: {
    ref: byText('ref'),
    capturedOn: byDay('captured_on'),
    assessedOn: byDate('assessed_on'),
    implementedOn: byDate('implemented_on'),
  },
  defaultSort: '-capturedOn',
  searched: true,
});
