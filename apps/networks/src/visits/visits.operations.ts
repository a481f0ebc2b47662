import { Database, type Tx } from '@passerelle/platform/data/database';
import { DeadlineWorker } from '@passerelle/platform/features/deadlines';
import { RecordOperations } from '@passerelle/platform/features/records';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { languageIncomplete, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { lockActivity } from '../activities/activities.api.js';
import { lockNetwork } from '../networks/networks.api.js';
import { VisitRecord, visitNotOver } from './visit.entity.js';
import { visitExample } from './visit.example.js';
import { visitChanged, visitPlanned, visitRetracted } from './visit.facts.js';
import { visitLife } from './visit.life.js';
import { NewVisit, Visit, VisitChange, visits } from './visit.schema.js';

@RecordOperations({
  of: VisitRecord,
  many: 'visits',
  one: 'visit',
  scope: 'networks',
  returns: Visit,
  list: { summary: 'List missions of the agency and delegations that it receives', collection: visits },
  read: { summary: 'Read a visit' },
  create: {
    act: 'plan',
    summary: 'Plan a mission or the reception of a delegation',
    description: 'A visit of the past may be recorded too.',
    body: NewVisit,
    make: async (name, terms, { tx }, { known }: Visits) => {
      await refuseUnknown(known, tx, terms);
      return VisitRecord.plan(name, terms);
    },
    fact: visitPlanned,
    refuses: [languageIncomplete],
    examples: { toLyon: visitExample },
  },
  change: {
    summary: 'Correct a visit',
    description:
      'Once it is reported: its costs, carbon, participants, departments, themes, regional partners and classification only. ' +
      'The days of a visit that took place stay in the past.',
    body: VisitChange,
    /** Only what the change names: a record that was taken back since does not keep the rest from being corrected. */
    apply: async (visit, terms: VisitChange, { tx, today }, { known }) => {
      visit.change(terms, today);
      await refuseUnknown(known, tx, terms);
    },
    fact: visitChanged,
    refuses: [visitNotOver, languageIncomplete],
    examples: { fourTravelled: { participants: 4 } },
  },
  life: visitLife,
  retract: { summary: 'Take back a visit that was registered in error', fact: visitRetracted },
})
export class Visits {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly known: RecordReplica,
    clock: DeadlineWorker,
  ) {
    clock.keep(VisitRecord, visitLife);
  }
}

type References = Pick<VisitChange, 'networkId' | 'activityId' | 'bodyMeetingId' | 'projectId'>;

/** Networks and activities are in this service, meetings and projects are known by their facts; null removes a reference. */
async function refuseUnknown(
  known: RecordReplica,
  tx: Tx,
  { networkId, activityId, bodyMeetingId, projectId }: References,
): Promise<void> {
  if (networkId && !(await lockNetwork(tx, networkId))) throw unknownReference('networkId');
  if (activityId && !(await lockActivity(tx, activityId))) throw unknownReference('activityId');
  await known.refuseUnknown(tx, 'bodyMeetings', bodyMeetingId ?? undefined, 'bodyMeetingId');
  await known.refuseUnknown(tx, 'projects', projectId ?? undefined, 'projectId');
}
