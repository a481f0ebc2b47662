import type { Language } from '@passerelle/domain/language';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import { isInOrder, overlaps, type Period } from '@passerelle/domain/period';
import { inputFault, recordClosed, refusalKind, refuse } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { contactRelations } from '../sharing.js';
import type { ContactEnd, NewContactPoint } from './contact-point.schema.js';
import type { PartyRecord } from './party.entity.js';

export const contactPointOverlaps = refusalKind({
  code: 'contactPointOverlaps',
  status: 409,
  title: 'Contact Point Overlaps',
  detail: {
    fr: '{party} n’a qu’un point de contact à la fois: {ref} l’est pendant une partie de cette période.',
    nl: '{party} heeft maar één contactpunt tegelijk: {ref} is het tijdens een deel van deze periode.',
    en: '{party} has one contact point at a time: {ref} is it during a part of this period.',
    de: '{party} hat jeweils nur eine Kontaktstelle: {ref} ist es während eines Teils dieses Zeitraums.',
  },
});

/** When another contact point of the same party serves. */
export interface Service {
  readonly ref: string;
  readonly period: Period;
}

/**
 * Whom to turn to at a party. The rule is that of the Eurometropolis Lille-Kortrijk-Tournai, where since April 2012 each
 * partner designates one technician: one at a time, so that a notice never has two addressees or none.
 */
@Entity('contact_point')
export class ContactPointRecord {
  static readonly relations = contactRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
  @Column('int') declare version: number;
  @Column('uuid') declare partyId: string;
  @Column('text') declare party: string;
  /** Null is for the erasure of a person, which will set it: a contact point is designated with a person. */
  @Column('uuid', { nullable: true }) declare personId: string | null;
  @Column('jsonb', { nullable: true }) declare function: LocalizedText | null;
  @Column('jsonb') declare period: Period;
  @Column('text', { array: true }) declare languages: Language[];
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('text') declare classification: string;

  static designate(
    id: string,
    ref: string,
    terms: NewContactPoint,
    { id: partyId, code: party }: PartyRecord,
    others: readonly Service[],
  ): ContactPointRecord {
    const other = others.find(({ period }) => overlaps(period, terms.period));
    if (other !== undefined) throw refuse(contactPointOverlaps, { party, ref: other.ref });
    const beginning = { id, ref, version: 1, partyId, party, classification: 'internal' };
    return Object.assign(new ContactPointRecord(), beginning, terms);
  }

  /** An end can be told ahead, and be moved to an earlier day; a later one could be another's time. */
  end({ on, source }: ContactEnd, today: string): void {
    const { from, to } = this.period;
    if (to !== undefined && to <= today) throw refuse(recordClosed, { ref: this.ref });
    if (!isInOrder({ from, to: on })) throw dayFault(`is not later than the first day, ${from}`);
    if (to !== undefined && on > to) throw dayFault(`lies after the end that is known, ${to}`);
    this.period = { from, to: on };
    this.source = source ?? this.source;
  }
}

const dayFault = (detail: string) => inputFault('body', 'on', 'invalidPeriod', detail);
