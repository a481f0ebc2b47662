import { fact } from '@passerelle/platform/events/facts';
import { BodyMeetingState } from './body-meeting.schema.js';

const about = (verb: string, summary: string) => fact('bodyMeetings', verb, BodyMeetingState, { summary });

export const bodyMeetingAnnounced = about('announced', 'A meeting of a body was announced.');
export const bodyMeetingChanged = about('changed', 'A meeting of a body was corrected.');
export const bodyMeetingRetracted = about(
  'retracted',
  'A meeting of a body was taken back: it had been registered in error.',
);

export const bodyMeetingFacts = [bodyMeetingAnnounced, bodyMeetingChanged, bodyMeetingRetracted];
