import { Departments } from '@passerelle/domain/department';
import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText, Text } from '@passerelle/domain/text';
import { anyNameOf, byDate, byText, collection, embed, filtersOf, type Filter } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { isPublic, open } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { programmeRegistered } from '../programmes/programme.facts.js';
import { Origin, QualityFlags } from '../consortium.js';

export const ProjectStatus = z
  .enum(['contracting', 'running', 'suspended', 'ended', 'closed', 'terminatedEarly'])
  .meta({ id: 'ProjectStatus' });
export type ProjectStatus = z.infer<typeof ProjectStatus>;

/** A project that is over is final. */
export const isOver = (status: ProjectStatus): boolean => status === 'closed' || status === 'terminatedEarly';

const number = z.string().regex(/^[1-9]\d{0,11}$/);

/** The ids of the project in other registers. */
export const ExternalIds = z
  .strictObject({
    programmeId: Text(1, 60).optional().describe('The code of the operation in the list of its programme'),
    keepId: number.optional().describe('Its number in keep.eu'),
    cordisId: number.optional().describe('Its number in CORDIS'),
    kohesioQ: z
      .string()
      .max(12)
      .regex(/^Q[1-9]\d{0,10}$/)
      .optional()
      .describe('Its item in Kohesio'),
  })
  .meta({ id: 'ProjectExternalIds', description: 'Its ids in other registers' });
export type ExternalIds = z.infer<typeof ExternalIds>;

export const ImportSource = z
  .string()
  .max(40)
  .regex(/^[a-z][a-zA-Z0-9-]{1,39}$/)
  .describe('Where an imported project comes from');

/** Its first and its last day, both included; unknown ones are absent. */
export const inOrder = (span: { startsOn?: string | null | undefined; endsOn?: string | null | undefined }): boolean =>
  !span.startsOn || !span.endsOn || span.startsOn <= span.endsOn;

const Acronym = Text(1, 300).describe('Its short name');

const over = ['ended', 'closed', 'terminatedEarly'];

const terms = {
  programmeId: z.uuid().describe('The programme that pays for it'),
  acronym: Acronym,
  title: LocalizedText(3, 300),
  summary: LocalizedMultilineText(3, 500).optional(),
  startsOn: IsoDate.optional().meta({
    description: 'First day',
    'x-calendar': 'projectStart',
    'x-calendar-done': [{ status: ['running', 'suspended', ...over], day: 'startsOn' }],
  }),
  endsOn: IsoDate.optional().meta({
    description: 'Last day',
    'x-calendar': 'projectEnd',
    'x-calendar-done': [{ status: over, day: 'endsOn' }],
  }),
  level: TerritorialLevel,
  objective: Objective,
  departments: Departments,
  classification: Classification,
  role: CodeOf('partnerRoles')
    .optional()
    .describe('The role of the agency that runs this register; absent if it takes no part'),
  externalIds: ExternalIds.optional(),
  regionalPartners: z
    .array(Text(2, 80))
    .max(10)
    .refine(distinct, 'must not name a regional partner twice')
    .describe('The partners of the region that take part'),
  source: MultilineText(3, 1000).optional().describe('Where this is written, and how it was obtained'),
};

const provenance = { origin: Origin, importSource: ImportSource.optional() };

export const NewProject = z
  .strictObject({
    ...terms,
    departments: terms.departments.default([]),
    regionalPartners: terms.regionalPartners.default([]),
    classification: Classification.default('internal'),
    ...provenance,
    origin: Origin.default('own'),
  })
  .refine(inOrder, { error: 'must not be earlier than startsOn', path: ['endsOn'], params: { issue: 'invalidPeriod' } })
  .refine(({ origin, importSource }) => (origin === 'imported') === (importSource !== undefined), {
    error: 'is required for an imported project, and for no other',
    path: ['importSource'],
  })
  .refine(({ origin, departments }) => origin === 'imported' || departments.length > 0, {
    error: 'must name at least one department',
    path: ['departments'],
  })
  .meta({ id: 'NewProject' });
export type NewProject = z.infer<typeof NewProject>;

/** What a change may touch, whole. */
export const ProjectTerms = z.strictObject(terms);
export const ProjectChange = mergePatch(ProjectTerms).meta({ id: 'ProjectChange' });
export type ProjectChange = Patch<z.infer<typeof ProjectTerms>>;

const on = IsoDate.optional().describe('The day of the act; optional for an imported project only');

/** An act on a project, with the day on which it took place. */
export const ProjectAct = z
  .strictObject({ on, reason: LocalizedMultilineText(3, 500).optional() })
  .meta({ id: 'ProjectAct' });
export type ProjectAct = z.infer<typeof ProjectAct>;

/** An act that needs a reason. */
export const JustifiedAct = z
  .strictObject({ on, reason: LocalizedMultilineText(3, 500) })
  .meta({ id: 'JustifiedProjectAct' });
export type JustifiedAct = z.infer<typeof JustifiedAct>;

const state = {
  status: ProjectStatus,
  ...terms,
  ...provenance,
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedMultilineText(3, 500).optional(),
  qualityFlags: QualityFlags,
};

/** Its partners are separate records with their own facts. */
export const {
  State: ProjectState,
  View: Project,
  Summary: ProjectSummary,
} = shapesOf('Project', state, [
  'status',
  'programmeId',
  'acronym',
  'title',
  'startsOn',
  'endsOn',
  'level',
  'role',
  'origin',
  'importSource',
  'externalIds',
  'classification',
  'qualityFlags',
]);

/** Computed from the dates of the project, never from its status; without a first day it runs on no day. */
const runningOn: Filter = {
  schema: IsoDate.optional().describe('The projects that run on this day.'),
  sql: (given, bind) => {
    const day = `${bind(given)}::date`;
    // The first half is written like the sort expression, so that one index serves both.
    return `coalesce(record.starts_on, 'infinity'::date) <= ${day} AND (record.ends_on >= ${day} OR record.ends_on IS NULL)`;
  },
};

export const projectRelations = isPublic;

export const projects = collection({
  table: 'project',
  item: ProjectSummary,
  relations: projectRelations,
  filters: {
    ...filtersOf(ProjectState, ['programmeId', 'status', 'role', 'origin', 'importSource', 'qualityFlags']),
    ...filtersOf(ProjectState, ['startsOn', 'endsOn']),
    acronym: anyNameOf('acronym', Acronym),
    runningOn,
  },
  sorts: { ref: byText('ref'), acronym: byText('acronym'), startsOn: byDate('starts_on') },
  defaultSort: 'ref',
  searched: true,
  embeds: { programme: embed('programmeId', 'programme', programmeRegistered, 'Programme', open) },
});
