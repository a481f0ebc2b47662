import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { agreementRegistered } from '../agreements/agreement.facts.js';
import { agreementRelations, meetingRelations } from '../../shared/visibility/relations.js';
import { recordedOn } from '../../shared/acts/evidence.js';

export const MeetingStatus = z
  .enum(['planned', 'convened', 'postponed', 'held', 'minutesDraft', 'minutesApproved', 'cancelled'])
  .meta({ id: 'ForumMeetingStatus' });
export type MeetingStatus = z.infer<typeof MeetingStatus>;

const Agenda = z.array(LocalizedText(3, 300)).max(50);

/** A meeting that may still take place. */
export const upcoming: readonly MeetingStatus[] = ['planned', 'convened', 'postponed'];

const terms = {
  tier: CodeOf('forumTiers'),
  scheduledOn: IsoDate.meta({ 'x-calendar': 'forumMeeting', 'x-calendar-done': [{ day: 'heldOn' }] }).describe(
    'The day for which it is planned',
  ),
  place: LocalizedText(2, 200).optional(),
  chairParty: Party.optional(),
  agenda: Agenda.default([]),
  source: MultilineText(3, 1000).optional().describe('Where this is written'),
};

const plan = {
  agreementId: z.uuid().meta({ description: 'The agreement that demands it', 'x-belongs-to': 'agreements' }),
  ...terms,
};

export const NewForumMeeting = z.strictObject(plan).meta({ id: 'NewForumMeeting' });
export type NewForumMeeting = z.infer<typeof NewForumMeeting>;

/** What a change may touch, whole. */
export const MeetingTerms = z.strictObject(terms);
export const MeetingChange = mergePatch(MeetingTerms).meta({ id: 'ForumMeetingChange' });
export type MeetingChange = Patch<z.infer<typeof MeetingTerms>>;

export const Invitation = z
  .strictObject({
    on: IsoDate.describe('The day on which it was sent'),
    agenda: Agenda.optional().describe('The agenda as sent; as planned when absent'),
  })
  .meta({ id: 'MeetingInvitation' });
export type Invitation = z.infer<typeof Invitation>;

/** The number of participants of a party. Their names are in the minutes only. */
const Attendance = z
  .strictObject({ party: Party, people: z.int().min(1).max(1000).describe('How many') })
  .meta({ id: 'MeetingAttendance', description: 'The number of participants of a party' });

const attendance = z
  .array(Attendance)
  .max(4)
  .refine((list) => distinct(list.map(({ party }) => party)), 'must not name a party twice')
  .optional();

export const Session = z
  .strictObject({ on: IsoDate.describe('The day of the meeting'), attendance })
  .meta({ id: 'MeetingSession' });
export type Session = z.infer<typeof Session>;

export const Postponement = z
  .strictObject({ to: IsoDate.describe('The new day'), reason: LocalizedMultilineText(3, 1000).optional() })
  .meta({ id: 'Postponement' });
export type Postponement = z.infer<typeof Postponement>;

export const Cancellation = z.strictObject({ reason: LocalizedMultilineText(3, 1000) }).meta({ id: 'Cancellation' });
export type Cancellation = z.infer<typeof Cancellation>;

export const NewMinutes = z
  .strictObject({ on: IsoDate.describe('The day of the draft'), document: FiledDocument })
  .meta({ id: 'NewMinutes' });
export type NewMinutes = z.infer<typeof NewMinutes>;

const Minutes = z.strictObject({ document: FiledDocument, draftedOn: IsoDate }).meta({ id: 'Minutes' });

export const NewApproval = z
  .strictObject({
    party: Party.optional().describe("The party that approves; the caller's when absent"),
    ...recordedOn,
  })
  .meta({ id: 'NewMinutesApproval' });
export type NewApproval = z.infer<typeof NewApproval>;

export const Approval = z
  .strictObject({ party: Party, on: IsoDate, source: recordedOn.source })
  .meta({ id: 'MinutesApproval' });
export type Approval = z.infer<typeof Approval>;

const state = {
  status: MeetingStatus,
  ...plan,
  agenda: Agenda,
  parties: z.array(Party).max(10).describe('Those of the agreement'),
  classification: Classification,
  level: TerritorialLevel,
  objective: Objective,
  convenedOn: IsoDate.optional(),
  shortNotice: z
    .boolean()
    .optional()
    .describe('True when the agenda was sent fewer days before the meeting than the `agendaDays` of its tier'),
  heldOn: IsoDate.optional(),
  late: z
    .boolean()
    .optional()
    .describe('True when the gap since the previous meeting exceeds the cadence of the agreement'),
  attendance,
  minutes: Minutes.optional(),
  approvals: z.array(Approval).max(10).describe('Approvals of the current draft'),
  minutesApprovedOn: IsoDate.optional().describe('The day of the last approval'),
  endReason: LocalizedMultilineText(3, 1000).optional(),
};

export const {
  State: ForumMeetingState,
  View: ForumMeeting,
  Summary: ForumMeetingSummary,
} = shapesOf('ForumMeeting', state, [
  'status',
  'agreementId',
  'tier',
  'scheduledOn',
  'chairParty',
  'shortNotice',
  'heldOn',
  'late',
  'minutesApprovedOn',
  'classification',
]);

export const forumMeetings = collection({
  table: 'forum_meeting',
  item: ForumMeetingSummary,
  relations: meetingRelations,
  filters: filtersOf(ForumMeetingState, [
    'status',
    'tier',
    'agreementId',
    'chairParty',
    'parties',
    'scheduledOn',
    'heldOn',
  ]),
  sorts: { ref: byText('ref'), scheduledOn: byDate('scheduled_on') },
  defaultSort: '-scheduledOn',
  searched: true,
  embeds: { agreement: embed('agreementId', 'agreement', agreementRegistered, 'Agreement', agreementRelations) },
});
