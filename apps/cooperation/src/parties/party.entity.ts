import type { Language } from '@passerelle/domain/language';
import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { isUniqueViolation } from '@passerelle/platform/database';
import { refusalKind, refuse } from '@passerelle/platform/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { partyRelations } from '../sharing.js';
import type { NewParty, PartyChange } from './party.schema.js';

export const partyRegistered = refusalKind({
  code: 'partyRegistered',
  status: 409,
  title: 'Party Registered',
  detail: {
    fr: '{code} figure déjà au registre: chaque autorité y est inscrite une seule fois.',
    nl: '{code} staat al in het register: elke overheid wordt er één keer in opgenomen.',
    en: '{code} is in the register already: each authority enters it once.',
    de: '{code} steht bereits im Register: jede Behörde wird einmal eingetragen.',
  },
});

/** One of the four authorities that plan territory in Belgium, and the administration that acts for it. */
@Entity('party')
export class PartyRecord {
  static readonly relations = partyRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
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
    Object.assign(this, terms);
  }
}

/** The index decides: of two that register an authority at the same moment one wins. */
export function refuseTwice(error: unknown, code: string): never {
  throw isUniqueViolation(error, 'party_code') ? refuse(partyRegistered, { code }) : error;
}
