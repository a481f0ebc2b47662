import { fact } from '@passerelle/platform/facts';
import { BodyState } from './body.schema.js';

const about = (verb: string, summary: string) => fact('bodies', verb, BodyState, { summary });

export const bodyRegistered = about('registered', 'A body entered the register.');
export const bodyChanged = about('changed', 'What the register says of a body was corrected.');

export const bodyFacts = [bodyRegistered, bodyChanged];
