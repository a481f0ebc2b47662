import type { Transition } from '@passerelle/platform/kernel/problems';
import type { MeetingStatus } from './forum-meeting.schema.js';

// A postponed meeting is planned again, and must be convened again. Its minutes stay a draft until each party has
// approved them; the last missing approval approves them, and a new draft starts again.
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
