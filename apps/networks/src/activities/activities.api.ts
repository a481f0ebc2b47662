import type { LocalizedText } from '@passerelle/domain/localized-text';
import { preparedIn, type Tx } from '@passerelle/platform/data/database';
import type { Place } from '../place.js';
import { readVisible } from '../visible.js';
import { ActivityRecord } from './activity.entity.js';

/** A share lock keeps an activity from being taken back while a record refers to it. False where there is none. */
export async function lockActivity(tx: Tx, id: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM activity WHERE id = $1 AND retracted_at IS NULL FOR SHARE';
  return (await preparedIn(tx, sql, [id])).rows.length > 0;
}

/** An activity where another record names it. */
export interface ActivityInChain {
  readonly id: string;
  readonly ref: string;
  readonly title: LocalizedText;
  readonly kind: string;
  readonly part: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly place: Place | null;
  readonly networkId: string | null;
}

/** Undefined where the actor may not see it, or where it was taken back. */
export async function activityForChain(tx: Tx, id: string): Promise<ActivityInChain | undefined> {
  const [found] = await readVisible<ActivityInChain>(
    tx,
    ActivityRecord,
    (isVisible, bind) => `
      SELECT id, ref, title, kind, part, starts_on::text AS "startsOn", ends_on::text AS "endsOn", place,
             network_id AS "networkId"
        FROM activity record WHERE id = ${bind(id)} AND ${isVisible}`,
  );
  return found;
}

interface ActivitiesOfPart {
  readonly part: string;
  readonly count: number;
}

/** How many activities of a network began within these days, by the part of the agency in them; those withdrawn do not count. */
export const activitiesByPart = (
  tx: Tx,
  networkId: string,
  { first, last }: { readonly first: string; readonly last: string },
): Promise<ActivitiesOfPart[]> =>
  readVisible<ActivitiesOfPart>(
    tx,
    ActivityRecord,
    (isVisible, bind) => `
      SELECT part, count(*)::int AS count FROM activity record
       WHERE network_id = ${bind(networkId)} AND status = 'recorded'
         AND starts_on BETWEEN ${bind(first)}::date AND ${bind(last)}::date AND ${isVisible}
       GROUP BY part ORDER BY part`,
  );
