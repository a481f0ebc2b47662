import { fact } from '@passerelle/platform/events/facts';
import { PositionState } from './position.schema.js';

const about = (verb: string, summary: string) => fact('positions', verb, PositionState, { summary });

export const positionDrafted = about('drafted', 'A position was drafted.');
export const positionChanged = about('changed', 'A position was changed, or its meeting moved to another day.');
export const positionValidated = about('validated', 'An authority validated a position.');
export const positionRevised = about('revised', 'A validated position went back to a draft.');
export const positionCoordinatedRegionally = about(
  'coordinatedRegionally',
  'A position was coordinated within the Region.',
);
export const positionCoordinatedInBelgium = about('coordinatedInBelgium', 'A position was coordinated in Belgium.');
export const positionDefended = about('defended', 'A position was defended: an intervention was recorded.');
export const positionAbstained = about('abstained', 'Belgium abstained, as there was no consensus on a position.');
export const positionAssessed = about('assessed', 'What became of the interests of a position was assessed.');
export const positionPublished = about('published', 'A position was published.');
export const positionWithdrawn = about('withdrawn', 'A position was withdrawn before it was defended.');
export const positionRetracted = about('retracted', 'A position was taken back: it had been registered in error.');

export const positionFacts = [
  positionDrafted,
  positionChanged,
  positionValidated,
  positionRevised,
  positionCoordinatedRegionally,
  positionCoordinatedInBelgium,
  positionDefended,
  positionAbstained,
  positionAssessed,
  positionPublished,
  positionWithdrawn,
  positionRetracted,
];
