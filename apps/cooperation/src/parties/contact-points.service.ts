import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { occurredOn } from '../shared/acts/evidence.js';
import { ContactPointRecord, type Service } from './contact-point.entity.js';
import { contactDesignated, contactEnded } from './contact-point.facts.js';
import {
  contactPoints,
  type ContactEnd,
  type ContactPointQuery,
  type NewContactPoint,
} from './contact-point.schema.js';
import { PartyRecord } from './party.entity.js';

@Injectable()
export class ContactPointsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, ContactPointQuery>): Promise<Page> {
    return contactPoints.read(this.db, call);
  }

  read(call: Call<undefined, 'contactPointId'>): Promise<ContactPointRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ContactPointRecord, call.params.contactPointId));
  }

  designate(call: Call<NewContactPoint, 'partyId'>): Promise<ContactPointRecord> {
    const day = today(new Date());
    return this.db.transaction(call, async (tx) => {
      const party = await findOrRefuse(tx, PartyRecord, call.params.partyId);
      refuseWithoutEvidence(call.body, call.caller.party, party.code, day);
      const others = await lockedServices(tx, party.id);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const contact = ContactPointRecord.designate(newId(), ref, call.body, party, others);
      await insert(tx, ContactPointRecord, contact);
      await record(tx, contactDesignated(contact));
      return contact;
    });
  }

  end(call: Call<ContactEnd, 'contactPointId'>): Promise<ContactPointRecord> {
    const day = today(new Date());
    return this.db.transaction(call, async (tx) => {
      const { contactPointId } = call.params;
      const contact = await findOrRefuse(tx, ContactPointRecord, contactPointId, call.expectedVersion);
      refuseWithoutEvidence(call.body, call.caller.party, contact.party, day);
      contact.end(call.body, day);
      await update(tx, ContactPointRecord, contact);
      await record(tx, contactEnded(contact));
      return contact;
    });
  }
}

/** A party designates for itself; the home region may record a designation of another party, with its source. */
function refuseWithoutEvidence(
  { source }: { source?: string },
  recordingParty: string | undefined,
  actingParty: string,
  day: string,
): void {
  occurredOn({ source }, { actingParty, recordingParty, today: day });
}

/**
 * Locks the party until the end of the transaction: a concurrent designation waits, and is then checked by a new
 * statement that sees what was committed.
 */
async function lockedServices(tx: Tx, partyId: string): Promise<Service[]> {
  await tx.query('SELECT 1 FROM party WHERE id = $1 FOR UPDATE', [partyId]);
  return tx.query<Service[]>('SELECT ref, period FROM contact_point WHERE party_id = $1 ORDER BY ref', [partyId]);
}
