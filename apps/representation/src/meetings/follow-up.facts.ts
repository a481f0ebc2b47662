import { fact } from '@passerelle/platform/events/facts';
import { FollowUpState } from './follow-up.schema.js';

const about = (verb: string, summary: string) => fact('followUps', verb, FollowUpState, { summary });

export const followUpRegistered = about('registered', 'A follow-up of a meeting was registered.');
export const followUpChanged = about('changed', 'A follow-up was corrected, or its themes changed with its meeting.');
export const followUpOverdue = about('overdue', 'The last day of a follow-up passed, and it is still open.');
export const followUpClosed = about('closed', 'A follow-up was closed.');
export const followUpReopened = about('reopened', 'A closed follow-up was reopened.');
export const followUpRetracted = about('retracted', 'A follow-up was taken back: it had been registered in error.');

export const followUpFacts = [
  followUpRegistered,
  followUpChanged,
  followUpOverdue,
  followUpClosed,
  followUpReopened,
  followUpRetracted,
];
