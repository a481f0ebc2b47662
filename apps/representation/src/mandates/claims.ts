import type { Tx } from '@passerelle/platform/data/database';
import type { Claim } from '../seats/seats.api.js';

/** A proposal claims its whole period; one that was revoked before it began claims nothing. */
export const claimsOn = (tx: Tx, seatId: string): Promise<Claim[]> =>
  tx.query<Claim[]>(
    `SELECT ref, role, CASE WHEN ended_on IS NULL THEN period
                            ELSE period || jsonb_build_object('to', ended_on) END AS period
       FROM mandate WHERE seat_id = $1 AND (started_on IS NOT NULL OR status = 'proposed') ORDER BY ref`,
    [seatId],
  );
