import { Database, type Tx } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations } from '@passerelle/platform/features/records';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { randomUUID } from 'node:crypto';
import { KnownPeople } from '../seats/known-people.api.js';
import { PersonRecord } from './person.entity.js';
import { personExample } from './person.example.js';
import { personRegistered } from './person.facts.js';
import { personLife } from './person.life.js';
import { NewPerson, people, Person, PersonChange } from './person.schema.js';

@RecordOperations({
  of: PersonRecord,
  many: 'people',
  one: 'person',
  scope: 'people',
  returns: Person,
  list: {
    summary: 'List the people whom the Region calls',
    description:
      'What comes next: `status=registered&keptUntilTo=<day>&sort=keptUntil` lists who is erased after that day or before.',
    collection: people,
  },
  read: { summary: 'Read a person; of one who was erased, only the id, the ground and the days remain' },
  create: {
    act: 'register',
    summary: 'Register a person, with the ground and the last day on which the data are kept',
    body: NewPerson,
    // A random id: that of other records contains the time at which they were registered.
    make: ({ ref }, terms, { today }) => PersonRecord.register({ id: randomUUID(), ref }, terms, today),
    fact: (person) => personRegistered(person),
    examples: { planner: personExample },
  },
  change: {
    summary: 'Correct a person who is not erased',
    description: 'No fact says so: what was corrected leaves this service for nobody.',
    body: PersonChange,
    apply: (person, terms, { today }) => person.change(terms, today),
    examples: { longer: { keptUntil: '2031-12-31' } },
  },
  life: personLife,
})
export class People {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    clock: DeadlineWorker,
    known: KnownPeople,
  ) {
    known.register(refuseUnknown);
    clock.keep(PersonRecord, personLife);
  }
}

/** 400 for a person who is not registered, or erased. A share lock keeps the person from being erased until the reference is saved. */
async function refuseUnknown(tx: Tx, personId: string): Promise<void> {
  const sql = `SELECT 1 FROM person WHERE id = $1 AND status = 'registered' FOR SHARE`;
  const found = await tx.query<unknown[]>(sql, [personId]);
  if (found.length === 0) throw unknownReference('personId');
}
