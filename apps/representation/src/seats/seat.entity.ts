import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { classificationOf } from '@passerelle/platform/features/records';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import type { BodyContext } from '../bodies/bodies.api.js';
import { refuseOutside } from '../rotation.js';
import type { Claim } from './claims.js';
import { SeatState, SeatTerms, seatRelations, type NewSeat, type SeatChange } from './seat.schema.js';

export interface SeatRecord extends Stored<typeof SeatState> {}

/** A seat in a body, belonging to a State, a Region or an agency; mandates give it to persons for a time. */
@StoredAs('seat', SeatState, { classification: `'internal'` })
export class SeatRecord {
  static readonly relations = seatRelations;

  static register(name: Name, terms: NewSeat, body: BodyContext): SeatRecord {
    const { level = body.level, objective = body.objective } = terms;
    const copied = { bodyId: body.id, ...classificationOf(body), level, objective };
    return Object.assign(new SeatRecord(), name, { version: 1 }, terms, copied);
  }

  /** The turn cannot move while mandates are given for it. */
  change(terms: SeatChange, claims: readonly Claim[]): void {
    mergeInto(this, SeatTerms, terms);
    for (const { period } of claims) refuseOutside(this.rotation, period);
  }
}
