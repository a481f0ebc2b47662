import type { Transition } from '@passerelle/platform/problems';
import type { MeetingStatus } from './forum-meeting.schema.js';

export const meetingStates: readonly Transition<MeetingStatus>[] = [
  { from: 'planned', act: 'convene', to: 'convened' },
  { from: 'planned', act: 'hold', to: 'held' },
  { from: 'convened', act: 'hold', to: 'held' },
  { from: 'planned', act: 'postpone', to: 'planned' },
  { from: 'convened', act: 'postpone', to: 'planned' },
  { from: 'planned', act: 'cancel', to: 'cancelled' },
  { from: 'convened', act: 'cancel', to: 'cancelled' },
];
