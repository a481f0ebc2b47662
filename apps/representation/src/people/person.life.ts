import { actsOf, Life } from '@passerelle/platform/features/lives';
import { eraseTraces } from './erasure.js';
import type { PersonRecord } from './person.entity.js';
import { personErased } from './person.facts.js';
import { Erasure, type PersonStatus } from './person.schema.js';

const act = actsOf<PersonRecord, PersonStatus>();

const acts = {
  erase: act({
    from: ['registered'],
    to: 'erased',
    summary: 'Erase everything about a person, also one registered in error',
    description:
      'At once and for good: name, address and functions, the references of mandates, the answers kept for repeated requests and ' +
      'every reason given for a change, also for this one. The id, the ground and the days remain.',
    asks: Erasure,
    does: (person, _, { today }) => person.erase(today),
    fact: (person) => personErased(person),
    follows: ({ id }, _, { tx }) => eraseTraces(tx, id),
    examples: { asked: {} },
  }),
};

export const personLife = new Life(acts, {
  clock: {
    expire: {
      from: ['registered'],
      to: 'erased',
      after: 'keptUntil',
      does: (person) => person.expire(),
      fact: personErased,
      follows: ({ id }, tx) => eraseTraces(tx, id),
    },
  },
});
