import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BodyContext } from '../bodies/bodies.api.js';
import { refuseOutside, type Rotation } from '../rotation.js';
import { SeatTerms, seatRelations, type NewSeat, type SeatChange } from './seat.schema.js';
import type { Claim } from './seats.api.js';

/** A seat in a body, belonging to a State, a Region or an agency; mandates give it to persons for a time. */
@Entity('seat')
export class SeatRecord {
  static readonly relations = seatRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('uuid') declare bodyId: string;
  @Column('jsonb') declare holder: OrganisationRef;
  @Column('text') declare holderKind: string;
  @Column('int', { nullable: true }) declare councilCategory: number | null;
  @Column('jsonb', { nullable: true }) declare rotation: Rotation | null;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;
  @Column('text', { array: true }) declare departments: string[];
  @Column('text') declare source: string;

  static register(id: string, ref: string, bodyId: string, terms: NewSeat, body: BodyContext): SeatRecord {
    const { level = body.level, objective = body.objective } = terms;
    return Object.assign(new SeatRecord(), { id, ref, version: 1, bodyId }, terms, { level, objective });
  }

  /** The turn cannot move while mandates are given for it. */
  change(terms: SeatChange, claims: readonly Claim[]): void {
    mergeInto(this, SeatTerms, terms);
    for (const { period } of claims) refuseOutside(this.rotation, period);
  }
}
