import { Database } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { languageIncomplete, recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockedBody } from '../bodies/bodies.api.js';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { bodyMeetingAnnounced, bodyMeetingChanged, bodyMeetingRetracted } from './body-meeting.facts.js';
import { BodyMeeting, BodyMeetingChange, bodyMeetings, NewBodyMeeting } from './body-meeting.schema.js';
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
    description: 'Once it has begun, or was cancelled: its papers, themes, departments and classification only.',
    body: BodyMeetingChange,
    apply: (meeting, terms: BodyMeetingChange) => meeting.change(terms),
    fact: bodyMeetingChanged,
    refuses: [languageIncomplete],
    examples: { elsewhere: { place: { fr: 'En ligne', nl: 'Online' } } },
  },
  retract: { summary: 'Take back a meeting of a body that was registered in error', fact: bodyMeetingRetracted },
})
export class BodyMeetings {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
  ) {}
}
