import { fact } from '@passerelle/platform/facts';
import { z } from 'zod';
import { Approval, ForumMeetingState } from './forum-meeting.schema.js';

const about = (verb: string, summary: string) => fact('forumMeetings', verb, ForumMeetingState, { summary });

export const meetingPlanned = about('planned', 'A meeting of the Forum was put on the calendar.');
export const meetingChanged = about('changed', 'A meeting is shared otherwise, as its agreement is.');
export const meetingConvened = about('convened', 'The invitation and the agenda were sent.');
export const meetingHeld = about('held', 'The meeting took place.');
export const meetingPostponed = about('postponed', 'The meeting was moved to another day.');
export const meetingCancelled = about('cancelled', 'The meeting will not take place.');
export const minutesDrafted = about('minutesDrafted', 'The minutes of the meeting were drafted.');
export const minutesRedrafted = fact(
  'forumMeetings',
  'minutesRedrafted',
  ForumMeetingState.extend({ voided: z.array(Approval).max(10).describe('Given on the draft before, and void now') }),
  { summary: 'A new draft replaced the minutes: approvals of the draft before are void.' },
);
export const minutesApprovalGiven = about('minutesApprovalGiven', 'A party approved the minutes; others have yet to.');
export const minutesApproved = about('minutesApproved', 'The last of the parties approved the minutes.');

export const forumMeetingFacts = [
  meetingPlanned,
  meetingChanged,
  meetingConvened,
  meetingHeld,
  meetingPostponed,
  meetingCancelled,
  minutesDrafted,
  minutesRedrafted,
  minutesApprovalGiven,
  minutesApproved,
];
