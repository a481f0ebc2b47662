import { preparedIn, readIn, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { carryingRoles, type Consortium } from '../consortium.js';
import { consortiumTerms } from '../programmes/programmes.api.js';
import { ProjectRecord } from './project.entity.js';
import { projectChanged } from './project.facts.js';

// The consortium of a project: its active partners, and the rule of its programme. The quality flags of an imported project depend
// on what is recorded: when a partner or the programme changes they are computed again, in the same transaction, and a different
// flag is published as a fact.

/**
 * Keeps partners from joining or leaving until the end of the transaction: they take the same lock. Without it a lead
 * partner could leave between the check and the start.
 */
export async function lockConsortium(tx: Tx, projectId: string): Promise<void> {
  await preparedIn(tx, 'SELECT 1 FROM project WHERE id = $1 FOR NO KEY UPDATE', [projectId]);
}

type PartnerCounts = Pick<Consortium, 'leads' | 'partners' | 'countries'>;

const counting = `
  SELECT count(*) FILTER (WHERE role = 'lead')::int AS leads, count(*)::int AS partners,
         count(DISTINCT country)::int AS countries
    FROM partner WHERE project_id = $1 AND active AND role = ANY($2) AND retracted_at IS NULL`;

/** The number of active partners of a project, and the consortium rule of its programme. */
export async function consortiumOf(
  tx: Tx,
  { id, programmeId }: Pick<ProjectRecord, 'id' | 'programmeId'>,
): Promise<Consortium> {
  const terms = await consortiumTerms(tx, programmeId);
  const [counts] = (await readIn<PartnerCounts>(tx, counting, [id, carryingRoles])).rows;
  if (terms === undefined || counts === undefined) throw new Error(`project ${id} has lost its programme`);
  return { ...terms, ...counts };
}

export async function reviewProject(tx: Tx, project: ProjectRecord): Promise<void> {
  if (!project.review(await consortiumOf(tx, project))) return;
  await update(tx, ProjectRecord, project);
  await record(tx, projectChanged(project));
}
