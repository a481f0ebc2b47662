import { Database } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockedBody, rulesOfBody } from '../bodies/bodies.api.js';
import { MeetingDays } from '../shared/meeting-days.js';
import { BodyMeetingRecord, noMandate } from './body-meeting.entity.js';
import { bodyMeetingAnnounced, bodyMeetingChanged, bodyMeetingRetracted } from './body-meeting.facts.js';
import { bodyMeetingLife, mandatesOf } from './body-meeting.life.js';
import { BodyMeeting, BodyMeetingChange, bodyMeetings, NewBodyMeeting } from './body-meeting.schema.js';
import { cutBy } from './follow-up.entity.js';
import { meetingExample } from './meeting.example.js';

@RecordOperations({
  of: BodyMeetingRecord,
  many: 'bodyMeetings',
  one: 'bodyMeeting',
  scope: 'representation',
  returns: BodyMeeting,
  list: { summary: 'List meetings of bodies', collection: bodyMeetings },
  read: { summary: 'Read a meeting of a body' },
  create: {
    act: 'announce',
    address: 'bodies/{bodyId}/bodyMeetings',
    summary: 'Announce a meeting of a body',
    body: NewBodyMeeting,
    make: async (name, terms, { tx, params }) =>
      BodyMeetingRecord.announce(name, terms, await lockedBody(tx, params['bodyId'] ?? '')),
    fact: bodyMeetingAnnounced,
    refuses: [resourceNotFound, recordRetracted, languageIncomplete],
    examples: { contactPoints: meetingExample },
  },
  change: {
    summary: 'Correct a meeting of a body',
    description:
      'Once it took place, was missed or cancelled: its papers, themes, departments and classification only; and ' +
      'whether no report is due, as long as it may still be sent.',
    body: BodyMeetingChange,
    apply: async (meeting, terms: BodyMeetingChange, { tx }) =>
      meeting.change(terms, await rulesOfBody(tx, meeting.bodyId), await mandatesOf(tx, meeting, terms)),
    fact: bodyMeetingChanged,
    refuses: [noMandate, languageIncomplete],
    examples: { elsewhere: { place: { fr: 'En ligne', nl: 'Online' } } },
  },
  life: bodyMeetingLife,
  retract: { summary: 'Take back a meeting of a body that was registered in error', fact: bodyMeetingRetracted },
  cascade: {
    copies: ({ startsOn, status, ...meeting }) => ({ startsOn, isOff: status === 'cancelled', ...cutBy(meeting) }),
    follow: async ({ days, visibility }: BodyMeetings, tx, meeting) => {
      await visibility.follow(tx, 'body_meeting_id', meeting.id, cutBy(meeting));
      await days.announce(tx, meeting);
    },
  },
})
export class BodyMeetings {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly days: MeetingDays,
    readonly visibility: VisibilityCascade,
    clock: DeadlineWorker,
  ) {
    clock.keep(BodyMeetingRecord, bodyMeetingLife);
  }
}
