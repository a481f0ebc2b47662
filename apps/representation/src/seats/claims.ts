import type { Classification } from '@passerelle/domain/classification';
import type { Period } from '@passerelle/domain/period';
import type { TerritorialLevel } from '@passerelle/domain/territorial-level';
import type { Tx } from '@passerelle/platform/data/database';
import type { Rotation } from './rotation.js';

/** The claim of one mandate on its seat: from its first day to its actual or planned end. */
export interface Claim {
  readonly ref: string;
  readonly role: string;
  readonly period: Period;
}

/** A seat, with the claims of its mandates. */
export interface Occupancy {
  readonly id: string;
  readonly bodyId: string;
  readonly classification: Classification;
  readonly level: TerritorialLevel;
  readonly departments: string[];
  readonly rotation: Rotation | null;
  readonly claims: readonly Claim[];
}

/**
 * A proposal claims its whole period; one that was revoked before it began claims nothing, nor does one that was taken back. The seat
 * must be locked: then this sees what earlier holders of the lock have committed.
 */
export const claimsOn = (tx: Tx, seatId: string): Promise<Claim[]> =>
  tx.query<Claim[]>(
    `SELECT ref, role, CASE WHEN ended_on IS NULL THEN period
                            ELSE period || jsonb_build_object('to', ended_on) END AS period
       FROM mandate
      WHERE seat_id = $1 AND retracted_at IS NULL AND (started_on IS NOT NULL OR status = 'proposed') ORDER BY ref`,
    [seatId],
  );
