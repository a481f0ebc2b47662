import { Database, findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { recordClosed, recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import { FollowUpRecord, meetingNotAttended } from './follow-up.entity.js';
import { followUpChanged, followUpRegistered, followUpRetracted } from './follow-up.facts.js';
import { followUpLife, meetingOf } from './follow-up.life.js';
import { FollowUp, FollowUpChange, followUps, NewFollowUp } from './follow-up.schema.js';
import { followUpExample } from './meeting.example.js';

@RecordOperations({
  of: FollowUpRecord,
  many: 'followUps',
  one: 'followUp',
  scope: 'representation',
  returns: FollowUp,
  list: { summary: 'List follow-ups of meetings of bodies', collection: followUps },
  read: { summary: 'Read a follow-up' },
  create: {
    act: 'register',
    address: 'bodyMeetings/{bodyMeetingId}/followUps',
    summary: 'Register a follow-up of a meeting: what a department does, and by when',
    body: NewFollowUp,
    make: async (name, terms, { tx, params }) =>
      FollowUpRecord.register(name, terms, await lockedMeeting(tx, params['bodyMeetingId'] ?? '')),
    fact: followUpRegistered,
    refuses: [resourceNotFound, recordRetracted, recordClosed, meetingNotAttended],
    examples: { figures: followUpExample },
  },
  change: {
    summary: 'Correct an open follow-up',
    body: FollowUpChange,
    apply: async (item, terms: FollowUpChange, { tx }) => item.change(terms, await meetingOf(tx, item)),
    fact: followUpChanged,
    examples: { later: { dueOn: '2025-02-28' } },
  },
  life: followUpLife,
  retract: { summary: 'Take back a follow-up that was registered in error', fact: followUpRetracted },
  // A meeting that is being closed waits, or has been closed: none is reopened after it.
  lock: async (tx, id) => {
    const of = '(SELECT body_meeting_id FROM follow_up WHERE id = $1)';
    await tx.query(`SELECT 1 FROM body_meeting WHERE id = ${of} FOR SHARE`, [id]);
  },
})
export class FollowUps {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    clock: DeadlineWorker,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: FollowUpRecord, column: 'body_meeting_id', depth: 1, changed: followUpChanged });
    clock.keep(FollowUpRecord, followUpLife);
  }
}

/** A share lock keeps the meeting from being closed or taken back, and its themes from changing, while a follow-up is added. */
async function lockedMeeting(tx: Tx, id: string): Promise<BodyMeetingRecord> {
  await tx.query('SELECT 1 FROM body_meeting WHERE id = $1 FOR SHARE', [id]);
  return findOrRefuse(tx, BodyMeetingRecord, id);
}
