import { fact } from '@passerelle/platform/events/facts';
import { PartyState } from './party.schema.js';

const about = (verb: string, summary: string) => fact('parties', verb, PartyState, { summary });

export const partyEntered = about('registered', 'A planning authority was registered.');
export const partyChanged = about('changed', 'A planning authority was corrected.');

export const partyFacts = [partyEntered, partyChanged];
