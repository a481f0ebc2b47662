import { Classification } from '@passerelle/domain/classification';
import { Country } from '@passerelle/domain/country';
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
import { byDate, byDay, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { mostItems, ProcedureNumber } from '../agenda.js';
import { bodyRegistered } from '../bodies/body.facts.js';

export const BodyMeetingStatus = z
  .enum(['announced', 'prepared', 'attended', 'missed', 'represented', 'reported', 'closed', 'cancelled'])
  .meta({ id: 'BodyMeetingStatus' });
export type BodyMeetingStatus = z.infer<typeof BodyMeetingStatus>;

/** While it may still take place. */
export const upcoming: readonly BodyMeetingStatus[] = ['announced', 'prepared'];

/** While its report may be sent. */
export const reportable: readonly BodyMeetingStatus[] = ['attended', 'represented'];

/** How the Region was present; absent until it is recorded. */
export const Presence = z.enum(['attended', 'representedByAgreement', 'representedWithoutAgreement', 'missed']).meta({
  id: 'MeetingPresence',
  description: 'Whether the Region attended, or another entity for it, agreed or not',
});
export type Presence = z.infer<typeof Presence>;

const ItemNumber = z.int().min(1).max(mostItems);

const AgendaItem = z
  .strictObject({
    n: ItemNumber.describe('Its number on the agenda'),
    title: LocalizedText(3, 200),
    kind: CodeOf('agendaItemKinds'),
    procedure: ProcedureNumber.optional(),
  })
  .meta({ id: 'AgendaItem' });

const Agenda = z
  .array(AgendaItem)
  .max(mostItems)
  .refine((items) => distinct(items.map(({ n }) => n)), 'must not use a number twice')
  .describe('What is dealt with, in order');

const MeetingPaper = z
  .strictObject({ item: ItemNumber.optional().describe('The agenda item that it is for'), document: FiledDocument })
  .meta({ id: 'MeetingPaper' });

const terms = {
  title: LocalizedText(3, 300),
  startsOn: IsoDate.describe('Its first day').meta({
    'x-calendar': 'bodyMeeting',
    'x-calendar-until': 'endsOn',
    'x-calendar-done': [{ status: ['attended', 'missed', 'represented', 'reported', 'closed', 'cancelled'] }],
  }),
  endsOn: IsoDate.optional().describe('Its last day, where it lasts several'),
  place: LocalizedText(2, 200).optional(),
  presidency: Country.optional().describe('The State that presides'),
  agenda: Agenda,
  papers: z.array(MeetingPaper).max(mostItems).describe('The documents of the meeting'),
  reportExempt: z.boolean().describe('True where no report is due'),
  departments: Departments.min(1),
  themes: Themes,
  level: TerritorialLevel,
  objective: Objective,
  classification: Classification,
};

const asBody = 'That of the body by default';

interface Days {
  readonly startsOn: string;
  readonly endsOn?: string | null | undefined;
}
export const lasts = ({ startsOn, endsOn }: Days) => !endsOn || endsOn >= startsOn;
export const lastsInOrder = {
  error: 'must not be before its first day',
  path: ['endsOn'],
  params: { issue: 'invalidPeriod' },
};

interface Papers {
  readonly agenda: readonly { readonly n: number }[];
  readonly papers: readonly { readonly item?: number | undefined }[];
}
export const namesItems = ({ agenda, papers }: Papers) =>
  papers.every(({ item }) => item === undefined || agenda.some(({ n }) => n === item));
export const onAgenda = { error: 'must be for an item of the agenda', path: ['papers'] };

export const NewBodyMeeting = z
  .strictObject({
    ...terms,
    agenda: Agenda.default([]),
    papers: terms.papers.default([]),
    reportExempt: terms.reportExempt.default(false),
    themes: Themes.optional().describe(asBody),
    level: TerritorialLevel.optional().describe(asBody),
    objective: Objective.optional().describe(asBody),
    classification: Classification.default('internal'),
  })
  .refine(lasts, lastsInOrder)
  .refine(namesItems, onAgenda)
  .meta({ id: 'NewBodyMeeting' });
export type NewBodyMeeting = z.infer<typeof NewBodyMeeting>;

/** What a change may touch, whole. */
export const BodyMeetingTerms = z.strictObject(terms);
export const BodyMeetingChange = mergePatch(BodyMeetingTerms).meta({ id: 'BodyMeetingChange' });
export type BodyMeetingChange = Patch<z.infer<typeof BodyMeetingTerms>>;

const Delegates = z
  .array(z.uuid())
  .min(1)
  .max(20)
  .refine(distinct, 'must not name a mandate twice')
  .describe('Their mandates: each on a seat of the body, and in force on the first day of the meeting');

export const Preparation = z
  .strictObject({ on: IsoDate.describe('The day on which the preparation was complete'), delegates: Delegates })
  .meta({ id: 'MeetingPreparation' });
export type Preparation = z.infer<typeof Preparation>;

export const MeetingAttendance = z
  .strictObject({
    delegates: Delegates.optional().describe('The mandates of those who went; those of the preparation when absent'),
  })
  .meta({ id: 'BodyMeetingAttendance', description: 'Who went, by their mandates' });
export type MeetingAttendance = z.infer<typeof MeetingAttendance>;

const reason = LocalizedMultilineText(3, 500);
export const Absence = z.strictObject({ reason }).meta({ id: 'MeetingAbsence' });
export type Absence = z.infer<typeof Absence>;

export const Replacement = z
  .strictObject({
    by: OrganisationRef.describe('The entity that spoke for the Region'),
    agreed: z.boolean().describe('Whether that had been agreed with the Region'),
  })
  .meta({ id: 'MeetingReplacement' });
export type Replacement = z.infer<typeof Replacement>;

const report = {
  outcome: LocalizedMultilineText(3, 1000).describe('What came of it'),
  document: FiledDocument.optional().describe('The report'),
  recipients: Departments.min(1).describe('The departments that received it'),
};
export const NewMeetingReport = z
  .strictObject({ on: IsoDate.describe('The day on which it was sent'), ...report })
  .meta({ id: 'NewMeetingReport' });
export type NewMeetingReport = z.infer<typeof NewMeetingReport>;
export const MeetingReport = z.strictObject(report).meta({ id: 'MeetingReport' });

export const MeetingCancellation = z.strictObject({ reason }).meta({ id: 'BodyMeetingCancellation' });
export type MeetingCancellation = z.infer<typeof MeetingCancellation>;

export const MeetingClosure = z.strictObject({}).meta({ id: 'BodyMeetingClosure' });

const state = {
  status: BodyMeetingStatus,
  bodyId: z.uuid().meta({ description: 'The body that meets', 'x-belongs-to': 'bodies' }),
  ...terms,
  preparedOn: IsoDate.optional(),
  presence: Presence.optional(),
  delegates: z.array(z.uuid()).max(20).describe('The mandates of those who go, or went'),
  representedBy: OrganisationRef.optional(),
  reason: reason.optional().describe('Why it was missed, or cancelled'),
  reportDueOn: IsoDate.optional().meta({
    description: 'The last day for the report: so many working days after its last day as the rule of the body says',
    'x-calendar': 'reportDue',
    'x-calendar-done': [{ day: 'reportedOn' }],
  }),
  reportOverdueOn: IsoDate.optional().describe(
    'The first day on which the report was overdue; kept where it is sent late',
  ),
  reportedOn: IsoDate.optional(),
  reportLate: z.boolean().optional().describe('True when it was sent after its last day; it is recorded all the same'),
  report: MeetingReport.optional(),
};

export const {
  State: BodyMeetingState,
  View: BodyMeeting,
  Summary: BodyMeetingSummary,
} = shapesOf('BodyMeeting', state, [
  'status',
  'bodyId',
  'title',
  'startsOn',
  'endsOn',
  'presence',
  'departments',
  'themes',
  'reportDueOn',
  'reportedOn',
  'reportLate',
  'classification',
]);

/** A meeting has a visibility of its own: that the Region sits in a public body is known, what it prepares there is not. */
export const bodyMeetingRelations = isPublic;

export const bodyMeetings = collection({
  table: 'body_meeting',
  item: BodyMeetingSummary,
  relations: bodyMeetingRelations,
  filters: filtersOf(BodyMeetingState, ['status', 'bodyId', 'presence', 'startsOn', 'reportDueOn', 'reportedOn']),
  sorts: { ref: byText('ref'), startsOn: byDay('starts_on'), reportDueOn: byDate('report_due_on') },
  defaultSort: '-startsOn',
  searched: true,
  embeds: { body: embed('bodyId', 'body', bodyRegistered, 'Body', isPublic) },
});
