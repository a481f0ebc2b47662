import { fact } from '@passerelle/platform/facts';
import { ForumMeetingState } from './forum-meeting.schema.js';

const about = (verb: string, summary: string) => fact('forumMeetings', verb, ForumMeetingState, { summary });

export const meetingPlanned = about('planned', 'A meeting of the Forum was put on the calendar.');
export const meetingConvened = about('convened', 'The invitation and the agenda were sent.');
export const meetingHeld = about('held', 'The meeting took place.');
export const meetingPostponed = about('postponed', 'The meeting was moved to another day.');
export const meetingCancelled = about('cancelled', 'The meeting will not take place.');

export const forumMeetingFacts = [meetingPlanned, meetingConvened, meetingHeld, meetingPostponed, meetingCancelled];
