import { fact } from '@passerelle/platform/events/facts';
import { PartyState } from './party.schema.js';

const about = (verb: string, summary: string) => fact('parties', verb, PartyState, { summary });

export const partyEntered = about('registered', 'A planning authority was registered.');
export const partyChanged = about('changed', 'A planning authority was corrected.');
export const partyRetracted = about(
  'retracted',
  'A planning authority was taken back: it had been registered in error.',
);

export const partyFacts = [partyEntered, partyChanged, partyRetracted];
