import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import type { BodyContext } from '../bodies/bodies.api.js';
import { refuseOutside } from '../rotation.js';
import { SeatState, SeatTerms, seatRelations, type NewSeat, type SeatChange } from './seat.schema.js';
import type { Claim } from './seats.api.js';

export interface SeatRecord extends Stored<typeof SeatState> {}

/** A seat in a body, belonging to a State, a Region or an agency; mandates give it to persons for a time. */
@StoredAs('seat', SeatState)
export class SeatRecord {
  static readonly relations = seatRelations;

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
