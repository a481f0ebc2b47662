import { fact } from '@passerelle/platform/events/facts';
import { OpinionState } from './opinion.schema.js';

const ofOpinion = (verb: string, summary: string) => fact('opinions', verb, OpinionState, { summary });

export const opinionSubmitted = ofOpinion('submitted', 'A region gave its opinion on the plan of another.');
export const opinionChanged = ofOpinion(
  'changed',
  'An opinion was corrected, or its visibility changed with its consultation.',
);
export const opinionAnswered = ofOpinion('answered', 'The author of the plan answered each point of the opinion.');

export const opinionRetracted = ofOpinion('retracted', 'An opinion was taken back: it had been registered in error.');

export const opinionFacts = [opinionSubmitted, opinionChanged, opinionAnswered, opinionRetracted];
