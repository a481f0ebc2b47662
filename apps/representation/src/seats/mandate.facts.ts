import { fact } from '@passerelle/platform/events/facts';
import { MandateState } from './mandate.schema.js';

const about = (verb: string, summary: string) => fact('mandates', verb, MandateState, { summary });

export const mandateProposed = about('proposed', 'A mandate on a seat was proposed.');
export const mandateChanged = about('changed', 'The terms of a mandate were corrected.');
export const mandateStarted = about('started', 'A mandate began: it is in force from this day on.');
export const mandateSuspended = about('suspended', 'A mandate was suspended.');
export const mandateResumed = about('resumed', 'A suspended mandate was resumed.');
export const mandateEnded = about('ended', 'A mandate ended.');
export const mandateRevoked = about('revoked', 'A mandate was revoked, or its proposal dropped.');
export const mandateRetracted = about('retracted', 'A mandate was taken back: it had been registered in error.');

export const mandateFacts = [
  mandateProposed,
  mandateChanged,
  mandateStarted,
  mandateSuspended,
  mandateResumed,
  mandateEnded,
  mandateRevoked,
  mandateRetracted,
];
