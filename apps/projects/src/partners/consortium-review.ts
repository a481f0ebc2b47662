import { findOrRefuse, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { lockedProject, type Consortia, type LockedProject } from '../projects/projects.api.js';
import { PartnerRecord, type ProjectContext } from './partner.entity.js';
import { partnerChanged } from './partner.facts.js';

// When a partner joins, changes or leaves, the flags of its project and of the project's lead partners are computed
// again.

export interface Joined {
  readonly project: LockedProject['project'];
  readonly context: ProjectContext;
}

export const projectToJoin = (tx: Tx, projectId: string, partnerId: string, role: string): Promise<Joined> =>
  joined(tx, projectId, partnerId, role);

export async function projectJoined(tx: Tx, partnerId: string): Promise<Joined> {
  const sql = 'SELECT project_id AS "projectId" FROM partner WHERE id = $1';
  const [partner] = await tx.query<{ projectId: string }[]>(sql, [partnerId]);
  return joined(tx, partner?.projectId, partnerId, 'lead');
}

async function joined(tx: Tx, projectId: string | undefined, partnerId: string, role: string): Promise<Joined> {
  const { project, over } = await lockedProject(tx, projectId);
  // A separate query: after waiting for the lock it sees what the previous transaction has written.
  const leads = role === 'lead' ? await leadsOf(tx, project.id) : [];
  const { ref, origin } = project;
  return { project, context: { ref, origin, over, led: leads.some((other) => other !== partnerId) } };
}

async function leadsOf(tx: Tx, projectId: string): Promise<string[]> {
  const sql = `SELECT id FROM partner WHERE project_id = $1 AND role = 'lead' AND active ORDER BY id`;
  return (await tx.query<{ id: string }[]>(sql, [projectId])).map(({ id }) => id);
}

/** Call after a partner joined, changed or left; `led` says whether it was a lead partner before. */
export async function reviewConsortium(
  tx: Tx,
  consortia: Consortia,
  project: Joined['project'],
  partner: PartnerRecord,
  led: boolean,
): Promise<void> {
  if (project.origin === 'own') return;
  await consortia.review(tx, project);
  if (partner.leads !== led) await reviewOtherLeads(tx, partner);
}

/** A second lead partner flags the first one too; when it leaves, the first is the only one again. */
async function reviewOtherLeads(tx: Tx, { id, projectId }: PartnerRecord): Promise<void> {
  const leads = await leadsOf(tx, projectId);
  for (const lead of leads.filter((other) => other !== id)) {
    const other = await findOrRefuse(tx, PartnerRecord, lead);
    if (!other.review(leads.length > 1)) continue;
    await update(tx, PartnerRecord, other);
    await record(tx, partnerChanged(other));
  }
}
