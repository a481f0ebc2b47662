import { Database, type Tx } from '@passerelle/platform/data/database';
import { RecordOperations } from '@passerelle/platform/features/records';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { languageIncomplete, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { activityExample, briefingExample } from '../examples.js';
import { lockNetwork } from '../networks/networks.api.js';
import { ActivityRecord } from './activity.entity.js';
import { activityChanged, activityRecorded, activityRetracted } from './activity.facts.js';
import { activityLife } from './activity.life.js';
import { activities, Activity, ActivityChange, NewActivity } from './activity.schema.js';

@RecordOperations({
  of: ActivityRecord,
  many: 'activities',
  one: 'activity',
  scope: 'networks',
  returns: Activity,
  list: { summary: 'List activities in networks, bodies and projects', collection: activities },
  read: { summary: 'Read an activity' },
  create: {
    act: 'record',
    summary: 'Record an activity that took place or has begun',
    body: NewActivity,
    make: async (name, terms, { tx, today }, { known }: Activities) => {
      await refuseUnknown(known, tx, terms);
      return ActivityRecord.record(name, terms, today);
    },
    fact: activityRecorded,
    refuses: [languageIncomplete],
    examples: { summit: activityExample, briefing: briefingExample },
  },
  change: {
    summary: 'Correct an activity',
    body: ActivityChange,
    /** Only what the change names: a body or a project that was taken back since does not keep the rest from being corrected. */
    apply: async (activity, terms, { tx, today }, { known }) => {
      activity.change(terms, today);
      await refuseUnknown(known, tx, terms);
    },
    fact: activityChanged,
    refuses: [languageIncomplete],
    examples: { spoke: { part: 'spoke' } },
  },
  life: activityLife,
  retract: { summary: 'Take back an activity that was registered in error', fact: activityRetracted },
})
export class Activities {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly known: RecordReplica,
  ) {}
}

type References = Pick<ActivityChange, 'networkId' | 'bodyId' | 'projectId'>;

/** A network is in this service, bodies and projects are known by their facts; null removes a reference. */
async function refuseUnknown(
  known: RecordReplica,
  tx: Tx,
  { networkId, bodyId, projectId }: References,
): Promise<void> {
  if (networkId && !(await lockNetwork(tx, networkId))) throw unknownReference('networkId');
  await known.refuseUnknown(tx, 'bodies', bodyId ?? undefined, 'bodyId');
  await known.refuseUnknown(tx, 'projects', projectId ?? undefined, 'projectId');
}
