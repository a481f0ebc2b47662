import type { Tx } from '@passerelle/platform/database';
import { carryingRoles, type Consortium } from '../consortium.js';

/**
 * Keeps partners from joining or leaving until the transaction is over: they take a share of the same lock.
 * Without it a lead partner could leave between the judgement and the start.
 */
export async function lockConsortium(tx: Tx, projectId: string): Promise<void> {
  await tx.query('SELECT 1 FROM project WHERE id = $1 FOR UPDATE', [projectId]);
}

/** The active partners of a project, counted, and what a programme asks of them. */
export async function consortiumOf(tx: Tx, projectId: string, programmeId: string): Promise<Consortium> {
  const [counted] = await tx.query<Consortium[]>(
    `SELECT programme.funding_mode AS "fundingMode", programme.consortium_rule AS rule,
            count(*) FILTER (WHERE partner.role = 'lead')::int AS leads,
            count(partner.id)::int AS partners, count(DISTINCT partner.country)::int AS countries
       FROM programme LEFT JOIN partner ON partner.project_id = $1 AND partner.active AND partner.role = ANY($3)
      WHERE programme.id = $2 GROUP BY programme.id`,
    [projectId, programmeId, carryingRoles],
  );
  if (counted === undefined) throw new Error(`project ${projectId} has lost its programme`);
  return counted;
}
