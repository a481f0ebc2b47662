import { fact } from '@passerelle/platform/events/facts';
import { BodyMeetingState } from './body-meeting.schema.js';

const about = (verb: string, summary: string) => fact('bodyMeetings', verb, BodyMeetingState, { summary });

export const bodyMeetingAnnounced = about('announced', 'A meeting of a body was announced.');
export const bodyMeetingChanged = about('changed', 'A meeting of a body was corrected.');
export const bodyMeetingPrepared = about('prepared', 'A meeting of a body was prepared, and its delegates named.');
export const bodyMeetingAttended = about('attended', 'The Region attended a meeting of a body.');
export const bodyMeetingMissed = about('missed', 'The Region was not at a meeting of a body.');
export const bodyMeetingRepresented = about(
  'represented',
  'Another entity spoke for the Region at a meeting of a body.',
);
export const bodyMeetingReported = about('reported', 'The report of a meeting of a body was sent.');
export const bodyMeetingReportOverdue = about(
  'reportOverdue',
  'The last day for the report of a meeting of a body passed, and it has not been sent.',
);
export const bodyMeetingClosed = about(
  'closed',
  'A meeting of a body was closed: nothing is left to be done after it.',
);
export const bodyMeetingCancelled = about('cancelled', 'A meeting of a body was cancelled.');
export const bodyMeetingRetracted = about(
  'retracted',
  'A meeting of a body was taken back: it had been registered in error.',
);

export const bodyMeetingFacts = [
  bodyMeetingAnnounced,
  bodyMeetingChanged,
  bodyMeetingPrepared,
  bodyMeetingAttended,
  bodyMeetingMissed,
  bodyMeetingRepresented,
  bodyMeetingReported,
  bodyMeetingReportOverdue,
  bodyMeetingClosed,
  bodyMeetingCancelled,
  bodyMeetingRetracted,
];
