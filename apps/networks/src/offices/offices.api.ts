import { readIn, type Tx } from '@passerelle/platform/data/database';

/** The roles of the offices that are held on a day under these memberships, by the id of the membership. */
export async function rolesHeld(
  tx: Tx,
  membershipIds: readonly string[],
  day: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const sql = `
    SELECT membership_id AS id, array_agg(role ORDER BY role) AS roles FROM office
     WHERE membership_id = ANY($1::uuid[]) AND took_office_on <= $2::date
       AND (left_office_on IS NULL OR left_office_on >= $2::date) AND retracted_at IS NULL
     GROUP BY membership_id`;
  const { rows } = await readIn<{ id: string; roles: string[] }>(tx, sql, [membershipIds, day]);
  return new Map(rows.map(({ id, roles }) => [id, roles]));
}
