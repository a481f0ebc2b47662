import type { Tx } from '@passerelle/platform/data/database';
import type { RecordReplica } from '@passerelle/platform/features/replicas';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { lockActivity } from '../activities/activities.api.js';
import { lockVisit } from '../visits/visits.api.js';
import type { Ground, PracticeChange } from './practice.schema.js';
import { visiblePractices } from './visible-practices.js';

// The records that a practice names: visits, activities and practices are in this service, the others are known by their facts.

type References = Pick<PracticeChange, 'visitId' | 'activityId' | 'projectId' | 'basedOn'>;

/** 400 for each record that is not known; null removes a reference, and what the practice rested on before may be gone since. */
export async function refuseUnknown(
  tx: Tx,
  known: RecordReplica,
  { visitId, activityId, projectId, basedOn = [] }: References,
  before: readonly Ground[] = [],
): Promise<void> {
  if (visitId && !(await lockVisit(tx, visitId))) throw unknownReference('visitId');
  if (activityId && !(await lockActivity(tx, activityId))) throw unknownReference('activityId');
  await known.refuseUnknown(tx, 'projects', projectId ?? undefined, 'projectId');
  const isNew = ({ resource, id }: Ground) => !before.some((each) => each.resource === resource && each.id === id);
  for (const [index, ground] of basedOn.entries())
    if (isNew(ground)) await refuseUnknownGround(tx, known, ground, `basedOn.${index}`);
}

async function refuseUnknownGround(
  tx: Tx,
  known: RecordReplica,
  { resource, id }: Ground,
  field: string,
): Promise<void> {
  const own = new Map(Object.entries(ownRecords)).get(resource);
  if (own === undefined) await known.refuseUnknown(tx, resource, id, field);
  else if (!(await own(tx, id))) throw unknownReference(field);
}

/** Practices are read without a lock: two that come to rest on each other would wait for each other. */
const ownRecords: Readonly<Record<string, (tx: Tx, id: string) => Promise<boolean>>> = {
  activities: lockActivity,
  visits: lockVisit,
  practices: async (tx, id) => (await visiblePractices(tx, 'id', (bind) => `id = ${bind(id)}`)).length > 0,
};
