import { Database } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockedSharingScope } from '../agreements/agreements.api.js';
import { ForumMeetingRecord } from './forum-meeting.entity.js';
import { meetingExample } from './forum-meeting.example.js';
import { meetingChanged, meetingPlanned, meetingRetracted } from './forum-meeting.facts.js';
import { meetingLife } from './forum-meeting.life.js';
import { ForumMeeting, forumMeetings, MeetingChange, NewForumMeeting } from './forum-meeting.schema.js';

@RecordOperations({
  of: ForumMeetingRecord,
  many: 'forumMeetings',
  one: 'forumMeeting',
  scope: 'cooperation',
  returns: ForumMeeting,
  list: { summary: 'List meetings of the Forum', collection: forumMeetings },
  read: { summary: 'Read a meeting of the Forum' },
  create: {
    act: 'plan',
    summary: 'Plan a meeting under an agreement',
    body: NewForumMeeting,
    make: async (name, plan, { tx }) =>
      ForumMeetingRecord.plan(name, plan, await lockedSharingScope(tx, plan.agreementId)),
    fact: meetingPlanned,
    refuses: [languageIncomplete],
    examples: { administrations: meetingExample },
  },
  change: {
    summary: 'Correct the plan of a meeting that may still take place',
    description: 'Once it is convened, its tier, day and agenda change only when it is postponed and convened again.',
    body: MeetingChange,
    apply: (meeting, terms) => meeting.change(terms),
    fact: meetingChanged,
    refuses: [languageIncomplete],
    examples: { anotherRoom: { place: { fr: 'Salle du conseil', nl: 'Raadzaal' } } },
  },
  life: meetingLife,
  retract: { summary: 'Take back a meeting that was registered in error', fact: meetingRetracted },
})
export class ForumMeetings {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: ForumMeetingRecord, column: 'agreement_id', depth: 1, changed: meetingChanged });
  }
}
