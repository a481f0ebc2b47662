import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { actsOf, Life } from '@passerelle/platform/features/lives';
import { recordClosed } from '@passerelle/platform/kernel/problems';
import { BodyMeetingRecord } from './body-meeting.entity.js';
import type { FollowUpRecord } from './follow-up.entity.js';
import { followUpClosed, followUpOverdue, followUpReopened } from './follow-up.facts.js';
import { FollowUpClosure, FollowUpReopening, type FollowUpStatus } from './follow-up.schema.js';
import { followUpClosureExample, followUpReopeningExample } from './meeting.example.js';

const act = actsOf<FollowUpRecord, FollowUpStatus>();

const acts = {
  close: act({
    from: ['open'],
    to: 'closed',
    summary: 'Close a follow-up with its outcome',
    asks: FollowUpClosure,
    does: async (item, given, { tx, today }) => item.close(given, await meetingOf(tx, item), today),
    fact: (item) => followUpClosed(item),
    examples: { done: followUpClosureExample },
  }),
  reopen: act({
    from: ['closed'],
    to: 'open',
    summary: 'Reopen a closed follow-up, with the reason',
    description: 'Not after its meeting was closed.',
    asks: FollowUpReopening,
    isPossible: async (item, { tx }) => (await meetingOf(tx, item)).status !== 'closed',
    does: async (item, given, { tx }) => item.reopen(given, await meetingOf(tx, item)),
    fact: (item) => followUpReopened(item),
    refuses: [recordClosed],
    examples: { incomplete: followUpReopeningExample },
  }),
};

export const followUpLife = new Life(acts, {
  clock: {
    /** Overdue is a mark, not a state: an overdue follow-up can still be closed, and stays marked. */
    overdue: {
      from: ['open'],
      to: 'open',
      after: 'dueOn',
      once: 'overdueOn',
      does: (item) => item.fallOverdue(),
      fact: followUpOverdue,
    },
  },
});

/** Its meeting, which cannot be taken back as long as the follow-up is not. */
export const meetingOf = (tx: Tx, { bodyMeetingId }: FollowUpRecord): Promise<BodyMeetingRecord> =>
  findOrRefuse(tx, BodyMeetingRecord, bodyMeetingId);
