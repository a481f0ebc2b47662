import { fact } from '@passerelle/platform/facts';
import { MandateState } from './mandate.schema.js';

const about = (verb: string, summary: string) => fact('mandates', verb, MandateState, { summary });

export const mandateProposed = about('proposed', 'A mandate on a seat was proposed.');
export const mandateStarted = about('started', 'A mandate began: from this day on it is held.');
export const mandateSuspended = about('suspended', 'A mandate was suspended.');
export const mandateResumed = about('resumed', 'A suspended mandate is held again.');
export const mandateEnded = about('ended', 'A mandate came to its end.');
export const mandateRevoked = about('revoked', 'A mandate was taken back, or its proposal dropped.');

export const mandateFacts = [
  mandateProposed,
  mandateStarted,
  mandateSuspended,
  mandateResumed,
  mandateEnded,
  mandateRevoked,
];
