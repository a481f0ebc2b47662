import type { Period } from '@passerelle/domain/period';
import { readIn, type Tx } from '@passerelle/platform/data/database';

// What a view of the benefits of memberships needs of their years.

/** In cents: the fees of the years that reach into a period, and what was paid in it; and whether one of those fees is unknown. */
export interface Fees {
  readonly due: bigint;
  readonly paid: bigint;
  readonly isUnknown: boolean;
}

const feesIn = `
  SELECT membership_id AS id, coalesce(sum(paid.cents), 0)::bigint::text AS paid,
         coalesce(sum(round((fee->>'amount')::numeric * 100)) FILTER (WHERE is_within), 0)::bigint::text AS due,
         coalesce(bool_or(fee IS NULL) FILTER (WHERE is_within), true) AS "isUnknown"
    FROM membership_year
    CROSS JOIN LATERAL (
      SELECT make_date(year, 1, 1) < coalesce($3, 'infinity'::date) AND last_day >= $2 AS is_within) AS reach
    LEFT JOIN LATERAL (
      SELECT sum(round((payment->'amount'->>'amount')::numeric * 100)) AS cents
        FROM jsonb_array_elements(payments) AS payment
       WHERE (payment->>'on')::date >= $2 AND (payment->>'on')::date < coalesce($3, 'infinity'::date)) AS paid ON true
   WHERE membership_id = ANY($1::uuid[]) AND retracted_at IS NULL
   GROUP BY membership_id`;

/** By the id of the membership, for those that have a year: payments count on their day, whatever year they are for. */
export async function feesOf(
  tx: Tx,
  membershipIds: readonly string[],
  { from, to }: Period,
): Promise<ReadonlyMap<string, Fees>> {
  const values = [membershipIds, from, to ?? null];
  const { rows } = await readIn<{ id: string; due: string; paid: string; isUnknown: boolean }>(tx, feesIn, values);
  return new Map(rows.map(({ id, due, paid, isUnknown }) => [id, { due: BigInt(due), paid: BigInt(paid), isUnknown }]));
}

/** The year of a membership that is open now: the first of them, where the next one is open already. */
export interface OpenYear {
  readonly id: string;
  readonly ref: string;
  readonly year: number;
  readonly decideBy: string;
  /** Null while nothing was decided. */
  readonly decidedOn: string | null;
  /** Null while it is not reviewed. */
  readonly verdict: string | null;
}

/** By the id of the membership. */
export async function openYears(tx: Tx, membershipIds: readonly string[]): Promise<ReadonlyMap<string, OpenYear>> {
  const sql = `
    SELECT DISTINCT ON (membership_id) membership_id AS "membershipId", id, ref, year, decide_by::text AS "decideBy",
           decided_on::text AS "decidedOn", verdict
      FROM membership_year
     WHERE membership_id = ANY($1::uuid[]) AND status = 'open' AND retracted_at IS NULL
     ORDER BY membership_id, year`;
  const { rows } = await readIn<OpenYear & { membershipId: string }>(tx, sql, [membershipIds]);
  return new Map(rows.map(({ membershipId, ...year }) => [membershipId, year]));
}
