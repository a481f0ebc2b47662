import { fact } from '@passerelle/platform/events/facts';
import { VisibilityItemState } from './visibility.schema.js';

const about = (verb: string, summary: string) => fact('visibility', verb, VisibilityItemState, { summary });

export const visibilityRecorded = about('recorded', 'Work of ours was seen: a talk, an article, a prize, a citation.');
export const visibilityChanged = about('changed', 'An item of visibility was corrected.');
export const visibilityRetracted = about(
  'retracted',
  'An item of visibility was taken back: it had been recorded in error.',
);

export const visibilityFacts = [visibilityRecorded, visibilityChanged, visibilityRetracted];
