import { fact } from '@passerelle/platform/events/facts';
import { PersonFact } from './person.schema.js';

// Who it is, and what was corrected, leaves this service in no fact.

export const personRegistered = fact('people', 'registered', PersonFact, {
  summary: 'A person was registered: records may refer to the id.',
});
export const personErased = fact('people', 'erased', PersonFact, {
  summary: 'Everything about a person was erased: remove every reference to the id.',
});

export const personFacts = [personRegistered, personErased];
