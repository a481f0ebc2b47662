import { preparedIn, readVisible, type Tx } from '@passerelle/platform/data/database';
import { ActivityRecord } from './activity.entity.js';
import { Activity } from './activity.schema.js';

/** A share lock keeps an activity from being taken back while a record refers to it. False where there is none. */
export async function lockActivity(tx: Tx, id: string): Promise<boolean> {
  const sql = 'SELECT 1 FROM activity WHERE id = $1 AND retracted_at IS NULL FOR SHARE';
  return (await preparedIn(tx, sql, [id])).rows.length > 0;
}

/** An activity where another record names it. */
export const ActivityInChain = Activity.pick({
  href: true,
  ref: true,
  title: true,
  kind: true,
  part: true,
  startsOn: true,
  endsOn: true,
  place: true,
  networkId: true,
}).meta({ id: 'ActivityInChain', description: 'An activity, where another record names it' });

type NamedActivity = Pick<
  ActivityRecord,
  'id' | 'ref' | 'title' | 'kind' | 'part' | 'startsOn' | 'endsOn' | 'place' | 'networkId'
>;

/** Those of the activities that the actor may see and that were not taken back, by id. */
export async function activitiesForChain(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, NamedActivity>> {
  const found = await readVisible<NamedActivity>(
    tx,
    ActivityRecord,
    (isVisible, bind) => `
      SELECT id, ref, title, kind, part, starts_on::text AS "startsOn", ends_on::text AS "endsOn", place,
             network_id AS "networkId"
        FROM activity record WHERE id = ANY(${bind(ids)}::uuid[]) AND ${isVisible}`,
  );
  return new Map(found.map((activity) => [activity.id, activity]));
}

export type ActivityOfNetwork = Pick<ActivityRecord, 'id' | 'networkId' | 'part'>;

/** The activities of these networks that began within these days; those withdrawn do not count. */
export const activitiesOfNetworks = (
  tx: Tx,
  networkIds: readonly string[],
  { first, last }: { readonly first: string; readonly last: string },
): Promise<ActivityOfNetwork[]> =>
  readVisible<ActivityOfNetwork>(
    tx,
    ActivityRecord,
    (isVisible, bind) => `
      SELECT id, network_id AS "networkId", part FROM activity record
       WHERE network_id = ANY(${bind(networkIds)}::uuid[]) AND status = 'recorded'
         AND starts_on BETWEEN ${bind(first)}::date AND ${bind(last)}::date AND ${isVisible}
       ORDER BY starts_on, id`,
  );
