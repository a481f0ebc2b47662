import type { Language } from '@passerelle/domain/language';
import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { isUniqueViolation } from '@passerelle/platform/data/database';
import { refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { partyRelations } from '../shared/visibility/relations.js';
import { refusalKind } from '../texts/refusal-kind.js';
import { PartyTerms, type NewParty, type PartyChange } from './party.schema.js';

export const partyRegistered = refusalKind({
  code: 'partyRegistered',
  status: 409,
  title: 'Party Registered',
});

/** One of the four authorities that plan territory in Belgium, and the administration that acts for it. */
@Entity('party')
export class PartyRecord {
  static readonly relations = partyRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare code: string;
  @Column('jsonb') declare administration: OrganisationRef;
  @Column('text', { array: true }) declare languages: Language[];
  @Column('text') declare source: string;
  @Column('text') declare classification: string;

  static register(id: string, ref: string, terms: NewParty): PartyRecord {
    return Object.assign(new PartyRecord(), { id, ref, version: 1, classification: 'public' }, terms);
  }

  change(terms: PartyChange): void {
    mergeInto(this, PartyTerms, terms);
  }
}

/** The unique index decides which of two concurrent registrations succeeds. */
export function refuseTwice(error: unknown, code: string): never {
  throw isUniqueViolation(error, 'party_code') ? refusal(partyRegistered, { code }) : error;
}
