import { fact } from '@passerelle/platform/events/facts';
import { z } from 'zod';
import { Approval, ForumMeetingState } from './forum-meeting.schema.js';

const about = (verb: string, summary: string) => fact('forumMeetings', verb, ForumMeetingState, { summary });

export const meetingPlanned = about('planned', 'A meeting of the Forum was planned.');
export const meetingChanged = about(
  'changed',
  'The plan of a meeting was corrected, or its visibility changed with its agreement.',
);
export const meetingConvened = about('convened', 'The invitation and the agenda of a meeting were sent.');
export const meetingHeld = about('held', 'A meeting took place.');
export const meetingPostponed = about('postponed', 'A meeting was moved to another day.');
export const meetingCancelled = about('cancelled', 'A meeting was cancelled.');
export const meetingRetracted = about('retracted', 'A meeting was taken back: it had been registered in error.');
export const minutesDrafted = about('minutesDrafted', 'The minutes of a meeting were drafted.');
export const minutesRedrafted = fact('forumMeetings', 'minutesRedrafted', ForumMeetingState, {
  summary: 'A new draft replaced the minutes: approvals of the previous draft are void.',
  also: { voided: z.array(Approval).max(10).describe('Approvals of the previous draft, now void') },
});
export const minutesApprovalGiven = about(
  'minutesApprovalGiven',
  'A party approved the minutes; other approvals are missing.',
);
export const minutesApproved = about('minutesApproved', 'The last party approved the minutes.');

export const forumMeetingFacts = [
  meetingPlanned,
  meetingChanged,
  meetingConvened,
  meetingHeld,
  meetingPostponed,
  meetingCancelled,
  meetingRetracted,
  minutesDrafted,
  minutesRedrafted,
  minutesApprovalGiven,
  minutesApproved,
];
