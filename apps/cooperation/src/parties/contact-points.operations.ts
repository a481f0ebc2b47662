import { Database, findOrRefuse, loadFollower, lockRow, update, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { recordRetracted, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sourceRequired } from '../shared/acts/evidence.js';
import {
  contactPointOverlaps,
  ContactPointRecord,
  refuseWithoutEvidence,
  type Service,
} from './contact-point.entity.js';
import { contactChanged, contactDesignated, contactEnded, contactRetracted } from './contact-point.facts.js';
import { ContactChange, ContactPoint, contactPoints, NewContactPoint } from './contact-point.schema.js';
import { PartyRecord } from './party.entity.js';
import { contactExample } from './party.example.js';

@RecordOperations({
  of: ContactPointRecord,
  many: 'contactPoints',
  one: 'contactPoint',
  scope: 'cooperation',
  returns: ContactPoint,
  list: { summary: 'List the contact points of the regions', collection: contactPoints },
  read: { summary: 'Read a contact point' },
  create: {
    act: 'designate',
    address: 'parties/{partyId}/contactPoints',
    summary: 'Designate the contact point of a party, one at a time',
    body: NewContactPoint,
    make: async (name, given, context, { known }: ContactPoints) => {
      const party = await lockedParty(context.tx, context.params['partyId'] ?? '');
      refuseWithoutEvidence(given, party.code, context);
      await known.refuseUnknown(context.tx, 'people', given.personId, 'personId');
      return ContactPointRecord.designate(name, given, party, await servicesOf(context.tx, party.id));
    },
    fact: contactDesignated,
    refuses: [resourceNotFound, recordRetracted, contactPointOverlaps, sourceRequired],
    examples: { technician: contactExample },
  },
  change: {
    summary: 'Correct a contact point, or record its end, while it is not over',
    description: 'An end is an act of the party: recorded for another region, it needs a source.',
    body: ContactChange,
    apply: (contact, terms, context) => (contact.change(terms, context) ? contactEnded : contactChanged),
    fact: contactChanged,
    refuses: [sourceRequired],
    examples: { endOfYear: { period: { to: '2027-01-01' }, source: 'Letter of 1 December 2026' } },
  },
  retract: { summary: 'Take back a contact point that was registered in error', fact: contactRetracted },
})
export class ContactPoints {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly known: RecordReplica,
  ) {
    known.whenErased('people', releaseContacts);
  }
}

/** Takes erased people from all contact points: their mailboxes stay. No fact carried the person, and none follows. */
async function releaseContacts(tx: Tx, people: readonly string[]): Promise<void> {
  const sql = 'SELECT id FROM contact_point WHERE person_id = ANY($1) ORDER BY id FOR NO KEY UPDATE';
  for (const { id } of await tx.query<{ id: string }[]>(sql, [people])) {
    const contact = await loadFollower(tx, ContactPointRecord, id);
    contact.personId = null;
    await update(tx, ContactPointRecord, contact);
  }
}

/** Locked until the transaction ends: a concurrent designation waits, and is then checked against what was committed. */
async function lockedParty(tx: Tx, id: string): Promise<PartyRecord> {
  await lockRow(tx, PartyRecord, id);
  return findOrRefuse(tx, PartyRecord, id);
}

const servicesOf = (tx: Tx, partyId: string): Promise<Service[]> =>
  tx.query('SELECT ref, period FROM contact_point WHERE party_id = $1 AND retracted_at IS NULL ORDER BY ref', [
    partyId,
  ]);
