import { Classification } from '@passerelle/domain/classification';
import { HumanReference } from '@passerelle/domain/human-reference';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { anyOf, byDate, byText, collection, embed, onOrAfter, onOrBefore } from '@passerelle/platform/collections';
import { under, type Relations } from '@passerelle/platform/rights';
import { z } from 'zod';
import { agreementRegistered } from '../agreements/agreement.facts.js';
import { agreementRelations } from '../sharing.js';

export const MeetingStatus = z.enum(['planned', 'convened', 'held', 'cancelled']).meta({ id: 'ForumMeetingStatus' });
export type MeetingStatus = z.infer<typeof MeetingStatus>;

const plan = {
  agreementId: z.uuid().meta({ 'x-belongs-to': 'agreements' }),
  tier: CodeOf('forumTiers'),
  scheduledOn: IsoDate.meta({ 'x-calendar': 'forumMeeting' }),
  place: LocalizedText(2, 200).optional(),
  chairParty: Party.optional(),
  agenda: z.array(LocalizedText(3, 300)).max(50).default([]),
  source: Text(3, 1000).optional(),
};

export const NewForumMeeting = z.strictObject(plan).meta({ id: 'NewForumMeeting' });
export type NewForumMeeting = z.infer<typeof NewForumMeeting>;

/** The day of an act: when the invitation left, when the meeting took place. */
export const MeetingDay = z.strictObject({ on: IsoDate }).meta({ id: 'MeetingDay' });
export type MeetingDay = z.infer<typeof MeetingDay>;

export const Postponement = z
  .strictObject({ to: IsoDate, reason: LocalizedText(3, 1000).optional() })
  .meta({ id: 'Postponement' });
export type Postponement = z.infer<typeof Postponement>;

export const Cancellation = z.strictObject({ reason: LocalizedText(3, 1000) }).meta({ id: 'Cancellation' });
export type Cancellation = z.infer<typeof Cancellation>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
  status: MeetingStatus,
  ...plan,
  agenda: plan.agenda.unwrap(),
  parties: z.array(Party).max(10).describe('Those of the agreement'),
  classification: Classification,
  level: TerritorialLevel,
  objective: Objective,
  convenedOn: IsoDate.optional(),
  heldOn: IsoDate.optional(),
  late: z
    .boolean()
    .optional()
    .describe('True when the gap since the meeting before was longer than the agreement allows'),
  endReason: LocalizedText(3, 1000).optional(),
};

/** The whole meeting, as facts carry it. */
export const ForumMeetingState = z.object(state).meta({ id: 'ForumMeetingState' });
export const ForumMeeting = z.object({ href: z.url(), ...state }).meta({ id: 'ForumMeeting' });

const { id, ref, version, status, agreementId, tier, scheduledOn, heldOn, late, classification } = state;
export const ForumMeetingSummary = z
  .object({ href: z.url(), id, ref, version, status, agreementId, tier, scheduledOn, heldOn, late, classification })
  .meta({ id: 'ForumMeetingSummary' });

const ofAgreement = under('agreement', 'agreement_id', agreementRelations);

/** A meeting is seen by whoever sees its agreement. The region that chairs it calls it and reports on it. */
export const meetingRelations: Relations = {
  ...ofAgreement,
  chair: (party) => `record.chair_party = ${party()} AND ${ofAgreement.party?.(party) ?? 'false'}`,
};

export const forumMeetings = collection({
  table: 'forum_meeting',
  item: ForumMeetingSummary,
  relations: meetingRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    status: anyOf('status', MeetingStatus),
    tier: anyOf('tier', CodeOf('forumTiers')),
    agreementId: anyOf('agreement_id', z.uuid()),
    scheduledOnFrom: onOrAfter('scheduled_on'),
    scheduledOnTo: onOrBefore('scheduled_on'),
    heldOnFrom: onOrAfter('held_on'),
    heldOnTo: onOrBefore('held_on'),
  },
  sorts: { ref: byText('ref'), scheduledOn: byDate('scheduled_on') },
  defaultSort: '-scheduledOn',
  embeds: { agreement: embed('agreementId', 'agreement', agreementRegistered, 'Agreement', agreementRelations) },
});
export type ForumMeetingQuery = z.infer<typeof forumMeetings.query>;
