import type { Tx } from '@passerelle/platform/data/database';
import type { RecordReplica } from '@passerelle/platform/features/replicas';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { lockActivity } from '../activities/activities.api.js';
import { lockVisit } from '../visits/visits.api.js';

// What an item shows, and where: activities and visits are in this service, projects and plans are known by their facts.

interface References {
  readonly projectIds?: readonly string[] | undefined;
  readonly planIds?: readonly string[] | undefined;
  /** Null removes a reference. */
  readonly activityId?: string | null | undefined;
  readonly visitId?: string | null | undefined;
}

/**
 * 400 for each record that is not known. A project or a plan that was named before may have been taken back since: the rest can be
 * corrected all the same.
 */
export async function refuseUnknown(
  tx: Tx,
  known: RecordReplica,
  named: References,
  before: References = {},
): Promise<void> {
  const { activityId, visitId } = named;
  if (activityId && !(await lockActivity(tx, activityId))) throw unknownReference('activityId');
  if (visitId && !(await lockVisit(tx, visitId))) throw unknownReference('visitId');
  for (const [field, resource] of announced) {
    const kept = new Set(before[field]);
    for (const [index, id] of (named[field] ?? []).entries())
      if (!kept.has(id)) await known.refuseUnknown(tx, resource, id, `${field}.${index}`);
  }
}

const announced = [
  ['projectIds', 'projects'],
  ['planIds', 'plans'],
] as const;
