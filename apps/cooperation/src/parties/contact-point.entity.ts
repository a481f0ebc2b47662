import { Party } from '@passerelle/domain/party';
import { overlaps, type Period } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { occurredOn, type RecordedOn } from '../shared/acts/evidence.js';
import { contactRelations } from '../shared/visibility/relations.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { ContactPointState, ContactTerms, type ContactChange, type NewContactPoint } from './contact-point.schema.js';
import type { PartyRecord } from './party.entity.js';

export const contactPointOverlaps = refusalKind({
  code: 'contactPointOverlaps',
  status: 409,
  title: 'Contact Point Overlaps',
});

/** The period overlaps that of another contact point of the same party. */
export interface Service {
  readonly ref: string;
  readonly period: Period;
}

export interface ContactPointRecord extends Stored<typeof ContactPointState> {}

/**
 * The contact point of a party. The rule is that of the Eurometropolis Lille-Kortrijk-Tournai, where since April 2012
 * each partner designates one technician: one at a time, so that a notice never has two addressees or none.
 */
@StoredAs('contact_point', ContactPointState, { parties: `'{BE-BRU,BE-VLG,BE-WAL,X-BE-DG}'` })
export class ContactPointRecord {
  static readonly relations = contactRelations;

  /** Null for contact points from before there were mailboxes. */
  @Column('text', { nullable: true }) declare mailbox: string | null;
  /** Null where no person is registered, and after the person's data is erased. */
  @Column('uuid', { nullable: true }) declare personId: string | null;

  static designate(
    name: Name,
    terms: NewContactPoint,
    { id: partyId, code: party }: PartyRecord,
    others: readonly Service[],
  ): ContactPointRecord {
    const other = others.find(({ period }) => overlaps(period, terms.period));
    if (other !== undefined) throw refusal(contactPointOverlaps, { party, ref: other.ref });
    const reach = { classification: 'internal' as const, parties: Party.options };
    const beginning = { version: 1, partyId, party, ...reach };
    return Object.assign(new ContactPointRecord(), name, beginning, terms);
  }

  /** Until it is over; returns whether its end was set or moved, which is an act of the party. */
  change(terms: ContactChange, context: ActContext): boolean {
    const known = this.period.to;
    if (known !== undefined && known <= context.today) throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, ContactTerms, terms);
    const { to } = this.period;
    if (to === undefined || to === known) return false;
    // A later day could overlap the next contact point.
    if (known !== undefined && to > known)
      throw inputFault('body', 'period.to', 'invalidPeriod', `must not be later than the known end (${known})`);
    refuseWithoutEvidence(terms, this.party, context);
    return true;
  }
}

/** A party acts for itself; the home region may record an act of another party, with its source. */
export function refuseWithoutEvidence(
  { source }: RecordedOn,
  actingParty: string,
  { party: recordingParty, today }: ActContext,
): void {
  occurredOn({ source }, { actingParty, recordingParty, today });
}
