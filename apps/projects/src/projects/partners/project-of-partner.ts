import type { Classification } from '@passerelle/domain/classification';
import { findOrRefuse, preparedIn, readIn, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { recordRetracted, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { Origin } from '../../consortium.js';
import { reviewProject } from '../consortia.js';
import { ProjectRecord } from '../project.entity.js';
import { isOver, type ProjectStatus } from '../project.schema.js';
import { PartnerRecord, type ProjectContext } from './partner.entity.js';
import { partnerChanged } from './partner.facts.js';

// The project is locked before its partner: no other partner joins, changes or leaves meanwhile. When one does, the flags of the
// project and of its lead partners are computed again.

export async function lockProjectOf(tx: Tx, partnerId: string): Promise<void> {
  const sql = 'SELECT 1 FROM project WHERE id = (SELECT project_id FROM partner WHERE id = $1) FOR NO KEY UPDATE';
  await preparedIn(tx, sql, [partnerId]);
}

type Membership = Pick<PartnerRecord, 'id' | 'projectId'>;

interface Found {
  readonly ref: string;
  readonly origin: Origin;
  readonly classification: Classification;
  readonly status: ProjectStatus;
  readonly retracted: boolean;
}

const project =
  'SELECT ref, origin, classification, status, retracted_at IS NOT NULL AS retracted FROM project WHERE id = $1';

/** Locks the project that a partner joins. */
export const projectToJoin = (tx: Tx, membership: Membership, role: string): Promise<ProjectContext> =>
  contextOf(tx, `${project} FOR NO KEY UPDATE`, membership, role);

export const projectOf = (tx: Tx, membership: Membership): Promise<ProjectContext> =>
  contextOf(tx, project, membership, 'lead');

async function contextOf(tx: Tx, sql: string, { id, projectId }: Membership, role: string): Promise<ProjectContext> {
  const [found] = (await readIn<Found>(tx, sql, [projectId])).rows;
  if (found === undefined) throw refusal(resourceNotFound);
  if (found.retracted) throw refusal(recordRetracted);
  // A separate query: after waiting for the lock it sees what the previous transaction has written.
  const leads = role === 'lead' ? await leadsOf(tx, projectId) : [];
  const { ref, origin, classification, status } = found;
  return { ref, origin, classification, over: isOver(status), led: leads.some((other) => other !== id) };
}

async function leadsOf(tx: Tx, projectId: string): Promise<string[]> {
  const sql = `SELECT id FROM partner WHERE project_id = $1 AND role = 'lead' AND active AND retracted_at IS NULL ORDER BY id`;
  return (await readIn<{ id: string }>(tx, sql, [projectId])).rows.map(({ id }) => id);
}

/** Call after a partner joined, changed, left or was taken back. */
export async function reviewConsortium(tx: Tx, partner: PartnerRecord): Promise<void> {
  if (partner.origin === 'own') return;
  const joinedOnly = partner.version === 1 && !partner.leads;
  const joined = await findOrRefuse(tx, ProjectRecord, partner.projectId);
  // Before the start only leads are counted: an import adds most of its partners then.
  if (joinedOnly && joined.status === 'contracting') return;
  await reviewProject(tx, joined);
  if (!joinedOnly) await reviewOtherLeads(tx, partner);
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
