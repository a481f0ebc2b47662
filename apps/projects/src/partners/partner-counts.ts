import type { Tx } from '@passerelle/platform/data/database';
import { carryingRoles } from '../consortium.js';
import type { PartnerCounts } from '../projects/projects.api.js';

const counting = `
  SELECT count(*) FILTER (WHERE role = 'lead')::int AS leads, count(*)::int AS partners,
         count(DISTINCT country)::int AS countries
    FROM partner WHERE project_id = $1 AND active AND role = ANY($2)`;

/** Counts the active partners of a project. */
export async function partnersOf(tx: Tx, projectId: string): Promise<PartnerCounts> {
  const [counted] = await tx.query<PartnerCounts[]>(counting, [projectId, carryingRoles]);
  return counted ?? { leads: 0, partners: 0, countries: 0 };
}
