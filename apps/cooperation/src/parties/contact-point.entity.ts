import { isInOrder, overlaps, type Period } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { Column } from 'typeorm';
import { contactRelations } from '../shared/visibility/relations.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { ContactPointState, type ContactEnd, type NewContactPoint } from './contact-point.schema.js';
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
@StoredAs('contact_point', ContactPointState)
export class ContactPointRecord {
  static readonly relations = contactRelations;

  /** Null after the person's data is erased; a contact point is always designated with a person. */
  @Column('uuid', { nullable: true }) declare personId: string | null;

  static designate(
    id: string,
    ref: string,
    terms: NewContactPoint,
    { id: partyId, code: party }: PartyRecord,
    others: readonly Service[],
  ): ContactPointRecord {
    const other = others.find(({ period }) => overlaps(period, terms.period));
    if (other !== undefined) throw refusal(contactPointOverlaps, { party, ref: other.ref });
    const beginning = { id, ref, version: 1, partyId, party, classification: 'internal' };
    return Object.assign(new ContactPointRecord(), beginning, terms);
  }

  /**
   * An end may be recorded in advance, and moved to an earlier day; a later day could overlap the next contact point.
   */
  end({ on, source }: ContactEnd, today: string): void {
    const { from, to } = this.period;
    if (to !== undefined && to <= today) throw refusal(recordClosed, { ref: this.ref });
    if (!isInOrder({ from, to: on })) throw dayFault(`must be later than the first day (${from})`);
    if (to !== undefined && on > to) throw dayFault(`must not be later than the known end (${to})`);
    this.period = { from, to: on };
    this.source = source ?? this.source;
  }
}

const dayFault = (detail: string) => inputFault('body', 'on', 'invalidPeriod', detail);
