import { repeated } from '@passerelle/domain/duration';
import type { Tx } from '@passerelle/platform/data/database';
import type { Fact } from '@passerelle/platform/events/facts';
import { actsOf, Life } from '@passerelle/platform/features/lives';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { notAParty } from '../../shared/acts/participants.js';
import { cadencesOf } from '../agreements/agreements.api.js';
import { approvalGiven, type ForumMeetingRecord } from './forum-meeting.entity.js';
import { approvalExample, minutesExample, sessionExample } from './forum-meeting.example.js';
import * as facts from './forum-meeting.facts.js';
import {
  Cancellation,
  Invitation,
  NewApproval,
  NewMinutes,
  Postponement,
  Session,
  upcoming,
  type Approval,
  type MeetingStatus,
} from './forum-meeting.schema.js';
import { meetingDays } from './meetings.api.js';

const act = actsOf<ForumMeetingRecord, MeetingStatus>();
/** Returns the approvals that a new draft voids. */
const actOfDrafting = actsOf<ForumMeetingRecord, MeetingStatus, readonly Approval[] | undefined>();

const by = 'chair';
const ofChair = ({ chairParty: party }: ForumMeetingRecord, until?: string) => (party === null ? [] : { party, until });

// A postponed meeting is planned again, and must be convened again. Its minutes stay a draft until each party has
// approved them; the last missing approval approves them, and a new draft starts again.
export const meetingLife = new Life({
  convene: act({
    from: ['planned', 'postponed'],
    to: 'convened',
    by,
    awaited: (meeting) => ofChair(meeting),
    summary: 'Record that the invitation and the agenda were sent',
    asks: Invitation,
    does: (meeting, given, { today }) => meeting.convene(given, today),
    fact: (meeting) => facts.meetingConvened(meeting),
    refuses: [languageIncomplete],
    examples: { twoWeeksBefore: { on: '2026-02-16' } },
  }),
  hold: act({
    from: upcoming,
    to: 'held',
    by,
    awaited: (meeting) => (meeting.status === 'convened' ? ofChair(meeting, meeting.scheduledOn) : []),
    summary: 'Record that a meeting took place, and the number of participants of each party',
    asks: Session,
    does: async (meeting, given, { tx, today }) => meeting.hold(given, today, await comesLate(tx, meeting, given.on)),
    fact: (meeting) => facts.meetingHeld(meeting),
    refuses: [notAParty],
    examples: { asPlanned: sessionExample },
  }),
  postpone: act({
    from: upcoming,
    to: 'postponed',
    by,
    summary: 'Move a meeting to another day',
    asks: Postponement,
    does: (meeting, given) => meeting.postpone(given),
    fact: (meeting) => facts.meetingPostponed(meeting),
    refuses: [languageIncomplete],
    examples: { byAMonth: { to: '2027-04-05' } },
  }),
  cancel: act({
    from: upcoming,
    to: 'cancelled',
    by,
    summary: 'Cancel a meeting',
    asks: Cancellation,
    does: (meeting, given) => meeting.cancel(given),
    fact: (meeting) => facts.meetingCancelled(meeting),
    refuses: [languageIncomplete],
    examples: {
      nothingToDiscuss: { reason: { fr: 'Aucun point à l’ordre du jour.', nl: 'Geen enkel agendapunt.' } },
    },
  }),
  minute: actOfDrafting({
    from: ['held', 'minutesDraft'],
    to: 'minutesDraft',
    by,
    awaited: (meeting) => (meeting.minutes === null ? ofChair(meeting) : []),
    summary: 'Record a draft of the minutes, which voids the approvals of the previous draft',
    asks: NewMinutes,
    does: (meeting, given, { today }) => meeting.minute(given, today),
    fact: drafted,
    examples: { inFrench: minutesExample },
  }),
  approve: act({
    from: ['minutesDraft'],
    to: ['minutesDraft', 'minutesApproved'],
    by: 'party',
    awaited: (meeting) => meeting.missingApprovals().map((party) => ({ party })),
    needs: 'approve',
    summary: 'Approve the minutes for one party; the last missing approval completes them',
    asks: NewApproval,
    isPossible: (meeting, { caller, home }) =>
      caller.party === home || meeting.missingApprovals().some((party) => party === caller.party),
    does: (meeting, given, context) => meeting.approve(given, context),
    fact: (meeting) =>
      (meeting.status === 'minutesApproved' ? facts.minutesApproved : facts.minutesApprovalGiven)(meeting),
    refuses: [notAParty, approvalGiven, sourceRequired],
    examples: { forOneself: {}, byLetter: approvalExample },
  }),
});

function drafted(meeting: ForumMeetingRecord, voided: readonly Approval[] | undefined): Fact {
  if (voided === undefined) return facts.minutesDrafted(meeting);
  const redrafted = { ...meeting, voided };
  return facts.minutesRedrafted(redrafted);
}

/** Whether the time since the previous meeting of that tier exceeds a cadence of the agreement. */
async function comesLate(tx: Tx, { agreementId, tier }: ForumMeetingRecord, on: string): Promise<boolean> {
  const before = (await meetingDays(tx, agreementId, tier)).filter((day) => day < on).sort();
  const previous = before.at(-1);
  if (previous === undefined) return false;
  return (await cadencesOf(tx, agreementId, tier)).some((cadence) => on > repeated(previous, cadence, 1));
}
