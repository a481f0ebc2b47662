import type { Period } from '@passerelle/domain/period';
import { readIn, type Tx } from '@passerelle/platform/data/database';

// What a view of the benefits of memberships needs of their years.

/** What was paid for a membership in a period, in cents, and whether the fee of a year in it is unknown. */
export interface FeesPaid {
  readonly cents: bigint;
  readonly isFeeUnknown: boolean;
}

const feesOf = `
  SELECT membership_id AS id, coalesce(sum(paid.cents), 0)::bigint::text AS cents,
         bool_or(fee IS NULL AND make_date(year, 1, 1) < coalesce($3, 'infinity'::date) AND last_day >= $2) AS unknown
    FROM membership_year
    LEFT JOIN LATERAL (
      SELECT sum(round((payment->'amount'->>'amount')::numeric * 100)) AS cents
        FROM jsonb_array_elements(payments) AS payment
       WHERE (payment->>'on')::date >= $2 AND (payment->>'on')::date < coalesce($3, 'infinity'::date)) AS paid ON true
   WHERE membership_id = ANY($1::uuid[]) AND retracted_at IS NULL
   GROUP BY membership_id`;

/** By the id of the membership, for those that have a year: payments count on their day, whatever year they are for. */
export async function feesPaid(
  tx: Tx,
  membershipIds: readonly string[],
  { from, to }: Period,
): Promise<ReadonlyMap<string, FeesPaid>> {
  const values = [membershipIds, from, to ?? null];
  const { rows } = await readIn<{ id: string; cents: string; unknown: boolean }>(tx, feesOf, values);
  return new Map(rows.map(({ id, cents, unknown }) => [id, { cents: BigInt(cents), isFeeUnknown: unknown }]));
}

/** The year of a membership that is open now: the first of them, where the next one is open already. */
export interface OpenYear {
  readonly id: string;
  readonly ref: string;
  readonly year: number;
  readonly decideBy: string;
  /** Null while it is not reviewed. */
  readonly verdict: string | null;
}

/** By the id of the membership. */
export async function openYears(tx: Tx, membershipIds: readonly string[]): Promise<ReadonlyMap<string, OpenYear>> {
  const sql = `
    SELECT DISTINCT ON (membership_id) membership_id AS "membershipId", id, ref, year, decide_by::text AS "decideBy", verdict
      FROM membership_year
     WHERE membership_id = ANY($1::uuid[]) AND status = 'open' AND retracted_at IS NULL
     ORDER BY membership_id, year`;
  const { rows } = await readIn<OpenYear & { membershipId: string }>(tx, sql, [membershipIds]);
  return new Map(rows.map(({ membershipId, ...year }) => [membershipId, year]));
}
