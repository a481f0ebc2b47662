import { today } from '@passerelle/domain/period';
import type { Tx } from '@passerelle/platform/data/database';
import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { rulesOfBody } from '../bodies/bodies.api.js';
import { mandatesInForce, type MandateOnDay } from '../seats/mandates.api.js';
import {
  followUpsOpen,
  meetingNotBegun,
  noMandate,
  reportMissing,
  type BodyMeetingRecord,
} from './body-meeting.entity.js';
import * as facts from './body-meeting.facts.js';
import {
  Absence,
  MeetingAttendance,
  MeetingCancellation,
  MeetingClosure,
  NewMeetingReport,
  Preparation,
  Replacement,
  reportable,
  upcoming,
  type BodyMeetingStatus,
} from './body-meeting.schema.js';
import * as examples from './meeting.example.js';

const act = actsOf<BodyMeetingRecord, BodyMeetingStatus>();

const hasBegun = (meeting: BodyMeetingRecord) => meeting.hasBegun(today(new Date()));

const acts = {
  prepare: act({
    from: upcoming,
    to: 'prepared',
    summary: 'Record that a meeting is prepared, and who goes',
    asks: Preparation,
    does: async (meeting, given, { tx, today }) => meeting.prepare(given, today, await mandatesOf(tx, meeting, given)),
    fact: (meeting) => facts.bodyMeetingPrepared(meeting),
    refuses: [noMandate],
    examples: { aWeekBefore: examples.preparationExample },
  }),
  attend: act({
    from: upcoming,
    to: 'attended',
    summary: 'Record that the Region attended a meeting, and by whom',
    asks: MeetingAttendance,
    isPossible: hasBegun,
    does: async (meeting, given, { tx, today }) =>
      meeting.attend(given, today, await mandatesOf(tx, meeting, given), await rulesOfBody(tx, meeting.bodyId)),
    fact: (meeting) => facts.bodyMeetingAttended(meeting),
    refuses: [meetingNotBegun, noMandate],
    examples: { oneDelegate: examples.attendanceExample },
  }),
  miss: act({
    from: upcoming,
    to: 'missed',
    summary: 'Record that the Region was not at a meeting',
    asks: Absence,
    isPossible: hasBegun,
    does: (meeting, given, { today }) => meeting.miss(given, today),
    fact: (meeting) => facts.bodyMeetingMissed(meeting),
    refuses: [meetingNotBegun, languageIncomplete],
    examples: { anotherMeeting: examples.absenceExample },
  }),
  represent: act({
    from: upcoming,
    to: 'represented',
    summary: 'Record that another entity spoke for the Region at a meeting',
    asks: Replacement,
    isPossible: hasBegun,
    does: (meeting, given, { today }) => meeting.represent(given, today),
    fact: (meeting) => facts.bodyMeetingRepresented(meeting),
    refuses: [meetingNotBegun],
    examples: { byFlanders: examples.replacementExample },
  }),
  report: act({
    from: reportable,
    to: 'reported',
    summary: 'Record that the report of a meeting was sent, and what came of the meeting',
    asks: NewMeetingReport,
    does: (meeting, given, { today }) => meeting.sendReport(given, today),
    fact: (meeting) => facts.bodyMeetingReported(meeting),
    refuses: [languageIncomplete],
    examples: { onTime: examples.reportExample },
  }),
  close: act({
    from: ['attended', 'reported', 'missed', 'represented'],
    to: 'closed',
    summary: 'Close a meeting after which nothing is left to be done',
    description: 'An attended meeting is closed without a report only where none is due.',
    asks: MeetingClosure,
    isPossible: async (meeting, { tx }) => !meeting.awaitsReport() && (await openAfter(tx, meeting)).length === 0,
    does: async (meeting, _, { tx }) => meeting.close(await openAfter(tx, meeting)),
    fact: (meeting) => facts.bodyMeetingClosed(meeting),
    refuses: [reportMissing, followUpsOpen],
    examples: { done: {} },
  }),
  cancel: act({
    from: upcoming,
    to: 'cancelled',
    summary: 'Record that a meeting was cancelled',
    asks: MeetingCancellation,
    does: (meeting, given) => meeting.cancel(given),
    fact: (meeting) => facts.bodyMeetingCancelled(meeting),
    refuses: [languageIncomplete],
    examples: { postponed: examples.cancellationExample },
  }),
};

export const bodyMeetingLife = new Life(acts, {
  clock: {
    /** Overdue is a mark, not a state: the report can still be sent, and the meeting stays marked. */
    reportOverdue: {
      from: ['attended'],
      to: 'attended',
      after: 'reportDueOn',
      once: 'reportOverdueOn',
      does: (meeting) => meeting.fallOverdue(),
      fact: facts.bodyMeetingReportOverdue,
    },
  },
});

/** The mandates of its delegates on its first day; of other delegates, or on another day, where these are given. */
export function mandatesOf(
  tx: Tx,
  meeting: BodyMeetingRecord,
  {
    delegates = meeting.delegates,
    startsOn = meeting.startsOn,
  }: { delegates?: string[]; startsOn?: string | undefined },
): Promise<readonly MandateOnDay[]> {
  return mandatesInForce(tx, delegates, meeting.bodyId, startsOn);
}

/** The references of the open follow-ups. An act that opens one locks the meeting first. */
async function openAfter(tx: Tx, { id }: BodyMeetingRecord): Promise<string[]> {
  const open = await tx.query<{ ref: string }[]>(
    `SELECT ref FROM follow_up WHERE body_meeting_id = $1 AND status = 'open' AND retracted_at IS NULL ORDER BY ref LIMIT 20`,
    [id],
  );
  return open.map(({ ref }) => ref);
}
