import { Classification } from '@passerelle/domain/classification';
import { Departments } from '@passerelle/domain/department';
import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Themes } from '@passerelle/domain/theme';
import { isPublic } from '@passerelle/platform/access/rights';
import { byDate, byText, collection, filtersOf, type Filter } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { mostItems, ProcedureNumber } from '../agenda.js';
import { Interest, InterestSummary, mostInterests, NewInterests } from './interest.schema.js';
import {
  AdoptedText,
  BelgianCoordination,
  CoordinationResult,
  Intervention,
  mostInterventions,
  Publication,
  Validation,
} from './position-acts.schema.js';

// From what the Region wants to what it got: the interests, who agreed to them, where they were defended, and what of each stands in
// the adopted text. Everything is inside the position, so that one read shows it. The maxima are such that a full position in four
// languages of the Latin script is a fact of less than 32 KB.

export const PositionStatus = z
  .enum(['draft', 'validated', 'defended', 'abstained', 'assessed', 'withdrawn'])
  .meta({ id: 'PositionStatus' });
export type PositionStatus = z.infer<typeof PositionStatus>;

const CoSigner = z
  .strictObject({ organisation: OrganisationRef, kind: CodeOf('coSignerKinds') })
  .meta({ id: 'CoSigner' });

export const mostGrounds = 10;

/** The kinds of records that a position can rest on, each with its service. */
export const groundServices = {
  jointStudies: 'cooperation',
  opinions: 'cooperation',
  plans: 'cooperation',
  bodyMeetings: 'representation',
  positions: 'representation',
  activities: 'networks',
  projects: 'projects',
} as const;

export const GroundResource = z
  .enum(Object.keys(groundServices))
  .meta({ id: 'GroundResource', description: 'The kind of the record' });

export const Ground = z
  .strictObject({ resource: GroundResource, id: z.uuid().describe('Of the record') })
  .meta({ id: 'PositionGround', description: 'A record that the position rests on' });
export type Ground = z.infer<typeof Ground>;

const terms = {
  title: LocalizedText(3, 200),
  summary: LocalizedMultilineText(3, 400).optional(),
  document: FiledDocument.optional().describe('The position paper'),
  procedure: ProcedureNumber.optional(),
  bodyMeetingId: z.uuid().optional().describe('The meeting for which it is prepared'),
  agendaItem: z.int().min(1).max(mostItems).optional().describe('The number of the agenda item of that meeting'),
  coordination: CodeOf('coordinationLevels').describe(
    'Who must agree to it before it may be defended: of the list coordinationLevels',
  ),
  interests: NewInterests.describe('What the Region wants of the text'),
  coSigners: z.array(CoSigner).max(10).describe('Who supports it with the Region'),
  basedOn: z
    .array(Ground)
    .max(mostGrounds)
    .refine((list) => distinct(list.map(({ resource, id }) => `${resource}/${id}`)), 'must not name a record twice'),
  departments: Departments.min(1),
  themes: Themes,
  level: TerritorialLevel,
  objective: Objective,
  classification: Classification,
};

export const NewPosition = z
  .strictObject({
    ...terms,
    coSigners: terms.coSigners.default([]),
    basedOn: terms.basedOn.default([]),
    themes: Themes.default([]),
    objective: Objective.default('O2'),
    classification: Classification.default('internal'),
  })
  .meta({ id: 'NewPosition' });
export type NewPosition = z.infer<typeof NewPosition>;

/** What a change may touch, whole; interests are given whole, and numbered again, while it is a draft. */
export const PositionTerms = z.strictObject(terms);
export const PositionChange = mergePatch(PositionTerms).meta({ id: 'PositionChange' });
export type PositionChange = Patch<z.infer<typeof PositionTerms>>;

const state = {
  status: PositionStatus,
  ...terms,
  interests: z.array(Interest).max(mostInterests),
  bodyId: z.uuid().optional().meta({ description: 'The body of the meeting', 'x-belongs-to': 'bodies' }),
  meetingOn: IsoDate.optional().describe('The first day of the meeting'),
  dueOn: IsoDate.optional().meta({
    description:
      'The last day for its validation: so many working days before the meeting as the rule of the body says',
    'x-calendar': 'positionDue',
    'x-calendar-done': [{ day: 'validatedOn' }, { status: ['withdrawn'] }],
  }),
  validatedOn: IsoDate.optional(),
  validatedBy: Validation.shape.by.optional(),
  timely: z.boolean().optional().describe('Whether it was validated by its last day; absent until it is validated'),
  regionalOn: IsoDate.optional().describe('The day of the regional coordination'),
  regionalResult: CoordinationResult.optional(),
  belgianOn: IsoDate.optional().describe('The day of the Belgian coordination'),
  belgianForum: BelgianCoordination.shape.forum.optional(),
  belgianResult: CoordinationResult.optional(),
  interventions: z.array(Intervention).max(mostInterventions),
  defendedOn: IsoDate.optional().describe('The day of the first intervention'),
  abstainedOn: IsoDate.optional(),
  adopted: AdoptedText.optional(),
  assessedOn: IsoDate.optional(),
  publishedOn: IsoDate.optional(),
  publishedAt: Publication.shape.href.optional(),
  reason: LocalizedMultilineText(3, 300).optional().describe('Why it was withdrawn, or went back to a draft'),
};

const shapes = shapesOf('Position', state, [
  'status',
  'title',
  'procedure',
  'bodyMeetingId',
  'bodyId',
  'meetingOn',
  'dueOn',
  'validatedOn',
  'timely',
  'coordination',
  'belgianResult',
  'assessedOn',
  'publishedOn',
  'departments',
  'themes',
  'classification',
]);
export const PositionState = shapes.State;
export const Position = shapes.View;

export const PositionSummary = shapes.Summary.extend({
  interests: z.array(InterestSummary).max(mostInterests),
}).meta({ id: 'PositionSummary' });

export const positionRelations = isPublic;

/**
 * With an interest that contains one of these parts. By containment, as an index serves it: a code that few positions have would
 * else be looked for in all of them.
 */
const interestWith = (
  codes: z.ZodType<string>,
  words: string,
  partOf: (code: string) => Readonly<Record<string, unknown>>,
): Filter => {
  const schema = z.array(codes).max(20);
  return {
    schema: schema.optional().describe(words),
    sql: (given, bind) => {
      const parts = schema.parse(given).map((code) => JSON.stringify([partOf(code)]));
      return `record.interests @> ANY(${bind(parts)}::jsonb[])`;
    },
  };
};

const uptakeOfAny = interestWith(
  CodeOf('interestUptakes'),
  'With an interest of which one of these became.',
  (uptake) => ({ uptake }),
);

/** The theme of an interest is its own, as in the figures; that of the position may be broader. */
const themeOfAny = interestWith(
  CodeOf('themes'),
  'With an interest that has one of these among its themes, as the figures of uptake count it.',
  (theme) => ({ themes: [theme] }),
);

export const positions = collection({
  table: 'position',
  item: PositionSummary,
  relations: positionRelations,
  filters: {
    ...filtersOf(PositionState, [
      'status',
      'bodyId',
      'bodyMeetingId',
      'procedure',
      'coordination',
      'belgianResult',
      'meetingOn',
      'dueOn',
      'assessedOn',
      'publishedOn',
    ]),
    uptake: uptakeOfAny,
    interestTheme: themeOfAny,
  },
  sorts: {
    ref: byText('ref'),
    dueOn: byDate('due_on'),
    meetingOn: byDate('meeting_on'),
    assessedOn: byDate('assessed_on'),
  },
  defaultSort: '-meetingOn',
  searched: true,
});
