import type { LocalizedText } from '@passerelle/domain/localized-text';
import { refuseIncomplete } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  NetworkTerms,
  networkRelations,
  type MemberCount,
  type NetworkChange,
  type NewNetwork,
} from './network.schema.js';

/** A network of cities, regions or states, whether or not anyone from Brussels is a member of it. */
@Entity('network')
export class NetworkRecord {
  static readonly relations = networkRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('jsonb') declare name: LocalizedText;
  @Column('text', { nullable: true }) declare acronym: string | null;
  @Column('text', { nullable: true }) declare wikidata: string | null;
  @Column('text') declare level: string;
  @Column('text', { nullable: true }) declare legalForm: string | null;
  @Column('text', { nullable: true }) declare seatCountry: string | null;
  @Column('jsonb') declare memberCounts: MemberCount[];
  @Column('text', { array: true }) declare themes: string[];
  @Column('text', { nullable: true }) declare url: string | null;
  @Column('text') declare classification: string;
  @Column('text') declare source: string;

  static register(id: string, ref: string, terms: NewNetwork): NetworkRecord {
    const network = Object.assign(new NetworkRecord(), { id, ref, version: 1 }, terms);
    network.checkLanguages();
    return network;
  }

  change(terms: NetworkChange): void {
    mergeInto(this, NetworkTerms, terms);
    this.checkLanguages();
  }

  private checkLanguages(): void {
    refuseIncomplete(this.classification, this.name);
  }
}
