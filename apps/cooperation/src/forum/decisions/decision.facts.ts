import { fact } from '@passerelle/platform/events/facts';
import { DecisionState } from './decision.schema.js';

const about = (verb: string, summary: string) => fact('decisions', verb, DecisionState, { summary });

export const decisionAdopted = about('adopted', 'A meeting of the Forum took a decision.');
export const decisionChanged = about(
  'changed',
  'A decision was corrected, or its visibility changed with its agreement.',
);
export const decisionRetracted = about('retracted', 'A decision was taken back: it had been registered in error.');

export const decisionFacts = [decisionAdopted, decisionChanged, decisionRetracted];
