import type { Transition } from '@passerelle/platform/problems';
import type { MeetingStatus } from './forum-meeting.schema.js';

// A meeting that was postponed is one that is planned again: it is to be convened anew. Its minutes are drafted until each
// party has approved them, one by one; the approval that was still missing is the last one, and a new draft begins again.
const chair = 'chair';

const awaited = (['planned', 'convened', 'postponed'] as const).flatMap((from): Transition<MeetingStatus>[] => [
  { from, act: 'hold', to: 'held', by: chair },
  { from, act: 'postpone', to: 'postponed', by: chair },
  { from, act: 'cancel', to: 'cancelled', by: chair },
]);

export const meetingStates: readonly Transition<MeetingStatus>[] = [
  { from: 'planned', act: 'convene', to: 'convened', by: chair },
  { from: 'postponed', act: 'convene', to: 'convened', by: chair },
  ...awaited,
  { from: 'held', act: 'minute', to: 'minutesDraft', by: chair },
  { from: 'minutesDraft', act: 'minute', to: 'minutesDraft', by: chair },
  { from: 'minutesDraft', act: 'approve', to: 'minutesDraft', by: 'party' },
  { from: 'minutesDraft', act: 'approveLast', to: 'minutesApproved', by: 'party' },
];
