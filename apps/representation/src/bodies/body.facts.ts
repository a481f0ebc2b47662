import { fact } from '@passerelle/platform/events/facts';
import { BodyState } from './body.schema.js';

const about = (verb: string, summary: string) => fact('bodies', verb, BodyState, { summary });

export const bodyRegistered = about('registered', 'A body was registered.');
export const bodyChanged = about('changed', 'A body was corrected.');
export const bodyEnded = about('ended', 'A body ended, and its seats with it.');
export const bodyRetracted = about('retracted', 'A body was taken back: it had been registered in error.');

export const bodyFacts = [bodyRegistered, bodyChanged, bodyEnded, bodyRetracted];
