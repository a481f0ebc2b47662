import { preparedIn, readIn, type Tx } from '@passerelle/platform/data/database';
import { recordClosed, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { SharingScope } from '../../shared/visibility/sharing-scope.js';

// The programme of a work site is locked before the site: it can neither end, nor change its parties, nor be taken back while a site
// is added or changed, so that the site's copies of its visibility are current.

interface Programme extends SharingScope {
  readonly id: string;
  readonly ref: string;
  readonly status: string;
}

/** Another region may lock the programmes to which it is a party; it cannot change the sites of others. */
export async function lockProgrammeOf(tx: Tx, workSiteId: string): Promise<void> {
  const sql =
    'SELECT 1 FROM joint_programme WHERE id = (SELECT joint_programme_id FROM work_site WHERE id = $1) FOR SHARE';
  await preparedIn(tx, sql, [workSiteId]);
}

/** The programme under a share lock; refuses one that has ended. */
export async function runningProgramme(tx: Tx, id: string): Promise<Programme> {
  const sql = `SELECT id, ref, status, parties, classification, level, objective FROM joint_programme
                WHERE id = $1 AND retracted_at IS NULL FOR SHARE`;
  const [programme] = (await readIn<Programme>(tx, sql, [id])).rows;
  if (programme === undefined) throw refusal(resourceNotFound);
  if (programme.status === 'ended') throw refusal(recordClosed, { ref: programme.ref });
  return programme;
}

/** Whether a site could be opened now. */
export async function isProgrammeRunning(tx: Tx, id: string): Promise<boolean> {
  const sql = `SELECT 1 FROM joint_programme WHERE id = $1 AND status = 'running'`;
  return (await readIn(tx, sql, [id])).rows.length > 0;
}
