import { fact } from '@passerelle/platform/facts';
import { DecisionState } from './decision.schema.js';

const about = (verb: string, summary: string) => fact('decisions', verb, DecisionState, { summary });

export const decisionAdopted = about('adopted', 'A meeting of the Forum took a decision.');
export const decisionChanged = about(
  'changed',
  'What the register says of a decision was corrected, or it is shared otherwise.',
);

export const decisionFacts = [decisionAdopted, decisionChanged];
