import { readVisible, type Tx } from '@passerelle/platform/data/database';
import { VisibilityRecord } from './visibility.entity.js';

/** An item, by what it was and when, and where it took place: at an activity, during a visit. */
export type ShownItem = Pick<VisibilityRecord, 'id' | 'kind' | 'shownOn' | 'activityId' | 'visitId'>;

interface Places {
  readonly activityIds: readonly string[];
  readonly visitIds: readonly string[];
}

/**
 * What was shown at these activities and during these visits, the oldest first. Items name no network: those of one are the items at
 * its activities and visits.
 */
export const visibilityAt = (tx: Tx, { activityIds, visitIds }: Places): Promise<ShownItem[]> =>
  readVisible<ShownItem>(
    tx,
    VisibilityRecord,
    (isVisible, bind) => `
      SELECT id, kind, shown_on::text AS "shownOn", activity_id AS "activityId", visit_id AS "visitId"
        FROM visibility_item record
       WHERE (activity_id = ANY(${bind(activityIds)}::uuid[]) OR visit_id = ANY(${bind(visitIds)}::uuid[]))
         AND ${isVisible}
       ORDER BY shown_on, id`,
  );
