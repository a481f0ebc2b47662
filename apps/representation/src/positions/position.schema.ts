import { Classification } from '@passerelle/domain/classification';
import { Departments } from '@passerelle/domain/department';
import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { Language } from '@passerelle/domain/language';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { Themes } from '@passerelle/domain/theme';
import { isPublic } from '@passerelle/platform/access/rights';
import { byDate, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { mostItems, ProcedureNumber } from '../agenda.js';

// From what the Region wants to what it got: the interests, who agreed to them, where they were defended, and what of each stands in
// the adopted text. Everything is inside the position, so that one read tells it.

export const PositionStatus = z
  .enum(['draft', 'validated', 'defended', 'abstained', 'assessed', 'withdrawn'])
  .meta({ id: 'PositionStatus' });
export type PositionStatus = z.infer<typeof PositionStatus>;

export const mostInterests = 10;
export const mostInterventions = 10;

const wish = {
  topic: LocalizedText(3, 120),
  wording: LocalizedMultilineText(3, 250).describe('The wording that the Region wants'),
  priority: CodeOf('interestPriorities'),
  departments: Departments.max(5),
  themes: Themes.min(1),
};

const InterestNumber = z.int().min(1).max(mostInterests);

export const NewInterest = z
  .strictObject({ ...wish, departments: wish.departments.default([]) })
  .meta({ id: 'NewInterest' });
export type NewInterest = z.infer<typeof NewInterest>;

const NewInterests = z.array(NewInterest).min(1).max(mostInterests);

const uptake = {
  uptake: CodeOf('interestUptakes'),
  passage: MultilineText(3, 400).optional().describe('The passage of the adopted text, quoted'),
};
const quotesWhatItFinds = ({ uptake: found, passage }: { uptake: string; passage?: unknown }) =>
  !['full', 'partial'].includes(found) || passage !== undefined;

/** P6 */
export const InterestUptake = z
  .strictObject({ n: InterestNumber.describe('The number of the interest'), ...uptake })
  .refine(quotesWhatItFinds, { error: 'must quote the passage that takes it up', path: ['passage'] })
  .meta({ id: 'InterestUptake', description: 'What became of an interest' });

/** Interests are numbered in their order; a number stays with its interest once the position is validated. */
export const Interest = z
  .object({ n: InterestNumber, ...wish, ...uptake, uptake: uptake.uptake.optional() })
  .meta({ id: 'Interest', description: 'What the Region wants, and what became of it' });
export type Interest = z.infer<typeof Interest>;

const Intervening = {
  on: IsoDate.describe('The day'),
  bodyMeetingId: z.uuid().optional().describe('The meeting; absent for a contact outside a meeting'),
  form: CodeOf('interventionForms'),
  language: Language,
  evidence: FiledDocument.optional(),
};

const needsMeeting = ({ form, bodyMeetingId }: { form: string; bodyMeetingId?: string | undefined }) =>
  ['written', 'bilateral'].includes(form) || bodyMeetingId !== undefined;

export const NewIntervention = z
  .strictObject(Intervening)
  .refine(needsMeeting, { error: 'must name the meeting, unless it is written or bilateral', path: ['bodyMeetingId'] })
  .meta({ id: 'NewIntervention' });
export type NewIntervention = z.infer<typeof NewIntervention>;

export const Intervention = z.object(Intervening).meta({ id: 'Intervention' });
export type Intervention = z.infer<typeof Intervention>;

const CoSigner = z
  .strictObject({ organisation: OrganisationRef, kind: CodeOf('coSignerKinds') })
  .meta({ id: 'CoSigner' });

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

export const GroundResource = z.enum(Object.keys(groundServices)).meta({ id: 'GroundResource' });

const Ground = z
  .strictObject({ resource: GroundResource, id: z.uuid() })
  .meta({ id: 'PositionGround', description: 'A record that the position rests on' });

const terms = {
  title: LocalizedText(3, 300),
  summary: LocalizedMultilineText(3, 500).optional(),
  document: FiledDocument.optional().describe('The position paper'),
  procedure: ProcedureNumber.optional(),
  bodyMeetingId: z.uuid().optional().describe('The meeting for which it is prepared'),
  agendaItem: z.int().min(1).max(mostItems).optional().describe('The number of the agenda item of that meeting'),
  coordination: CodeOf('coordinationLevels').describe('Who must agree to it before it may be defended'),
  interests: NewInterests,
  coSigners: z.array(CoSigner).max(20),
  basedOn: z
    .array(Ground)
    .max(20)
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

/** What a change may touch, whole; interests are given whole, and numbered anew, while it is a draft. */
export const PositionTerms = z.strictObject(terms);
export const PositionChange = mergePatch(PositionTerms).meta({ id: 'PositionChange' });
export type PositionChange = Patch<z.infer<typeof PositionTerms>>;

export const Validation = z
  .strictObject({
    on: IsoDate.describe('The day'),
    by: LocalizedText(2, 200).describe('The authority that validated it: a cabinet, an administration; never a person'),
  })
  .meta({ id: 'PositionValidation' });
export type Validation = z.infer<typeof Validation>;

/** Why a validated position goes back to a draft. */
export const Revision = z.strictObject({ reason: LocalizedMultilineText(3, 500) }).meta({ id: 'PositionRevision' });
export type Revision = z.infer<typeof Revision>;

export const CoordinationResult = z
  .enum(['consensus', 'noConsensus'])
  .meta({ id: 'CoordinationResult', description: 'Without a consensus, Belgium abstains' });
export type CoordinationResult = z.infer<typeof CoordinationResult>;

export const RegionalCoordination = z
  .strictObject({ on: IsoDate.describe('The day'), result: CoordinationResult })
  .meta({ id: 'RegionalCoordination' });
export type RegionalCoordination = z.infer<typeof RegionalCoordination>;

export const BelgianCoordination = z
  .strictObject({
    on: IsoDate.describe('The day'),
    forum: z.enum(['dge', 'cipe']).describe('Where it was sought'),
    result: CoordinationResult,
  })
  .meta({ id: 'BelgianCoordination' });
export type BelgianCoordination = z.infer<typeof BelgianCoordination>;

export const Abstention = z.strictObject({ on: IsoDate.describe('The day') }).meta({ id: 'PositionAbstention' });
export type Abstention = z.infer<typeof Abstention>;

export const AdoptedText = z
  .strictObject({ on: IsoDate.describe('The day of its adoption'), document: FiledDocument })
  .meta({ id: 'AdoptedText' });

export const Assessment = z
  .strictObject({
    on: IsoDate.describe('The day of the assessment'),
    adopted: AdoptedText.describe('The text that was adopted'),
    uptakes: z
      .array(InterestUptake)
      .min(1)
      .max(mostInterests)
      .refine((list) => distinct(list.map(({ n }) => n)), 'must not name an interest twice')
      .describe('One for each interest'),
  })
  .meta({ id: 'PositionAssessment' });
export type Assessment = z.infer<typeof Assessment>;

export const Publication = z
  .strictObject({
    on: IsoDate.describe('The day'),
    href: z
      .url({ protocol: /^https?$/ })
      .max(1000)
      .describe('Where it is'),
  })
  .meta({ id: 'PositionPublication' });
export type Publication = z.infer<typeof Publication>;

export const PositionWithdrawal = z
  .strictObject({ reason: LocalizedMultilineText(3, 500) })
  .meta({ id: 'PositionWithdrawal' });
export type PositionWithdrawal = z.infer<typeof PositionWithdrawal>;

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
  validatedBy: LocalizedText(2, 200).optional(),
  timely: z.boolean().optional().describe('Whether it was validated by its last day; absent until it is validated'),
  regionalOn: IsoDate.optional().describe('The day of the regional coordination'),
  regionalResult: CoordinationResult.optional(),
  belgianOn: IsoDate.optional().describe('The day of the Belgian coordination'),
  belgianForum: z.enum(['dge', 'cipe']).optional(),
  belgianResult: CoordinationResult.optional(),
  interventions: z.array(Intervention).max(mostInterventions),
  defendedOn: IsoDate.optional().describe('The day of the first intervention'),
  abstainedOn: IsoDate.optional(),
  adopted: AdoptedText.optional(),
  assessedOn: IsoDate.optional(),
  publishedOn: IsoDate.optional(),
  publishedAt: Publication.shape.href.optional(),
  reason: LocalizedMultilineText(3, 500).optional().describe('Why it was withdrawn, or went back to a draft'),
};

export const {
  State: PositionState,
  View: Position,
  Summary: PositionSummary,
} = shapesOf('Position', state, [
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

export const positionRelations = isPublic;

export const positions = collection({
  table: 'position',
  item: PositionSummary,
  relations: positionRelations,
  filters: filtersOf(PositionState, [
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
  sorts: {
    ref: byText('ref'),
    dueOn: byDate('due_on'),
    meetingOn: byDate('meeting_on'),
    assessedOn: byDate('assessed_on'),
  },
  defaultSort: '-meetingOn',
  searched: true,
});
