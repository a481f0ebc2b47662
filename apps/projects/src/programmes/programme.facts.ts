import { fact } from '@passerelle/platform/events/facts';
import { ProgrammeState } from './programme.schema.js';

const about = (verb: string, summary: string) => fact('programmes', verb, ProgrammeState, { summary });

export const programmeRegistered = about('registered', 'A programme was registered.');
export const programmeChanged = about('changed', 'A programme was corrected.');
export const programmeRetracted = about('retracted', 'A programme was taken back: it had been registered in error.');

export const programmeFacts = [programmeRegistered, programmeChanged, programmeRetracted];
