import type { LocalizedText } from '@passerelle/domain/localized-text';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { refusalKind } from '../texts/refusal-kind.js';
import {
  NewProgramme,
  programmeRelations,
  type ConsortiumRule,
  type MaxRates,
  type ProgrammeChange,
  type ProgrammePeriod,
} from './programme.schema.js';

export const programmeCodeTaken = refusalKind({
  code: 'programmeCodeTaken',
  status: 409,
  title: 'Programme Code Taken',
});

/** A funding programme, and its rules for the consortia of its projects. */
@Entity('programme')
export class ProgrammeRecord {
  static readonly relations = programmeRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare code: string;
  @Column('jsonb') declare name: LocalizedText;
  @Column('jsonb') declare period: ProgrammePeriod;
  @Column('text') declare fundingMode: string;
  @Column('jsonb', { nullable: true }) declare consortiumRule: ConsortiumRule | null;
  @Column('int', { nullable: true }) declare stages: number | null;
  @Column('jsonb', { nullable: true }) declare maxRates: MaxRates | null;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text') declare source: string;

  static register(id: string, ref: string, terms: NewProgramme): ProgrammeRecord {
    return Object.assign(new ProgrammeRecord(), { id, ref, version: 1 }, terms);
  }

  change(terms: ProgrammeChange): void {
    mergeInto(this, NewProgramme, terms);
  }
}
