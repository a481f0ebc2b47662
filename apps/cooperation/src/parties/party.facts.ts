import { fact } from '@passerelle/platform/facts';
import { PartyState } from './party.schema.js';

const about = (verb: string, summary: string) => fact('parties', verb, PartyState, { summary });

export const partyEntered = about('registered', 'A planning authority entered the register.');
export const partyChanged = about('changed', 'What the register says of a planning authority was corrected.');

export const partyFacts = [partyEntered, partyChanged];
