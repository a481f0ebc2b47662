import { loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { MandateRecord } from './mandate.entity.js';

/**
 * Takes an erased person from every mandate, also from one that was retracted; returns the ids of these mandates. They keep their
 * days. Each gets a new version, as its readers see another record: no cache shows the person again, and an act under way does not
 * write the person back. No fact carried the person, and none follows.
 */
export async function releaseMandates(tx: Tx, personId: string): Promise<string[]> {
  const sql = 'SELECT id FROM mandate WHERE person_id = $1 ORDER BY id FOR NO KEY UPDATE';
  const ids = (await tx.query<{ id: string }[]>(sql, [personId])).map(({ id }) => id);
  for (const id of ids) {
    const mandate = await loadFollower(tx, MandateRecord, id);
    mandate.personId = null;
    await update(tx, MandateRecord, mandate);
  }
  return ids;
}
