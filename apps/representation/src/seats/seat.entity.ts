import type { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Claim } from '../occupancy.js';
import { refuseOutside, type Rotation } from '../rotation.js';
import { seatRelations, type NewSeat, type SeatChange } from './seat.schema.js';

/** What a seat takes from its body where it says nothing of its own. */
export interface Frame {
  readonly level: string;
  readonly objective: string;
}

/** A place at the table of a body, held by a State, a Region or an agency; persons come and go on it by mandate. */
@Entity('seat')
export class SeatRecord {
  static readonly relations = seatRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column('text') declare ref: string;
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

  static register(id: string, ref: string, bodyId: string, terms: NewSeat, body: Frame): SeatRecord {
    const { level = body.level, objective = body.objective } = terms;
    return Object.assign(new SeatRecord(), { id, ref, version: 1, bodyId }, terms, { level, objective });
  }

  /** A turn does not move away from under the mandates that were given for it. */
  change(terms: SeatChange, claims: readonly Claim[]): void {
    Object.assign(this, terms);
    for (const { period } of claims) refuseOutside(this.rotation, period);
  }
}
