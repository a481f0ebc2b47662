import type { Period } from '@passerelle/domain/period';
import type { Tx } from '@passerelle/platform/database';
import { refuse, resourceNotFound } from '@passerelle/platform/problems';
import type { Rotation } from './rotation.js';

/** What one mandate takes of its seat: from its first day to that on which it ended, or is to end. */
export interface Claim {
  readonly ref: string;
  readonly role: string;
  readonly period: Period;
}

/** A seat, and what the mandates on it take of it. */
export interface Occupancy {
  readonly bodyId: string;
  readonly rotation: Rotation | null;
  readonly claims: readonly Claim[];
}

/**
 * Holds the seat until the transaction is over: whoever comes at the same moment is judged afterwards. The claims are a
 * statement of their own, so that it sees what those who held the lock before have committed.
 */
export async function lockedOccupancy(tx: Tx, seatId: string): Promise<Occupancy> {
  const [seat] = await tx.query<Omit<Occupancy, 'claims'>[]>(
    'SELECT body_id AS "bodyId", rotation FROM seat WHERE id = $1 FOR UPDATE',
    [seatId],
  );
  if (seat === undefined) throw refuse(resourceNotFound);
  return { ...seat, claims: await claimsOn(tx, seatId) };
}

/** A proposal claims its whole period; one that was revoked before it began claims nothing. */
async function claimsOn(tx: Tx, seatId: string): Promise<Claim[]> {
  return tx.query<Claim[]>(
    `SELECT ref, role, CASE WHEN ended_on IS NULL THEN period
                            ELSE period || jsonb_build_object('to', ended_on) END AS period
       FROM mandate WHERE seat_id = $1 AND (started_on IS NOT NULL OR status = 'proposed') ORDER BY ref`,
    [seatId],
  );
}
