import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { networkExists } from '../networks/networks.api.js';
import { ActivityRecord } from './activity.entity.js';
import { activityChanged, activityRecorded, activityWithdrawn } from './activity.facts.js';
import {
  activities,
  type ActivityChange,
  type ActivityQuery,
  type NewActivity,
  type Withdrawal,
} from './activity.schema.js';

@Injectable()
export class ActivitiesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly known: RecordReplica,
  ) {}

  list(call: Call<undefined, never, ActivityQuery>): Promise<Page> {
    return activities.read(this.db, call);
  }

  read(call: Call<undefined, 'activityId'>): Promise<ActivityRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ActivityRecord, call.params.activityId));
  }

  record(call: Call<NewActivity>): Promise<ActivityRecord> {
    const day = today(new Date());
    return this.db.transaction(call, async (tx) => {
      await this.refuseUnknown(tx, call.body);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const activity = ActivityRecord.record(newId(), ref, call.body, day);
      await insert(tx, ActivityRecord, activity);
      await record(tx, activityRecorded(activity));
      return activity;
    });
  }

  change(call: Call<ActivityChange, 'activityId'>): Promise<ActivityRecord> {
    const day = today(new Date());
    return this.revise(call, activityChanged, async (activity, tx) => {
      await this.refuseUnknown(tx, call.body);
      activity.change(call.body, day);
    });
  }

  withdraw(call: Call<Withdrawal, 'activityId'>): Promise<ActivityRecord> {
    return this.revise(call, activityWithdrawn, (activity) => activity.withdraw(call.body));
  }

  private revise(
    call: Call<unknown, 'activityId'>,
    fact: typeof activityChanged,
    rule: (activity: ActivityRecord, tx: Tx) => void | Promise<void>,
  ): Promise<ActivityRecord> {
    return this.db.transaction(call, async (tx) => {
      const activity = await findOrRefuse(tx, ActivityRecord, call.params.activityId, call.expectedVersion);
      await rule(activity, tx);
      await update(tx, ActivityRecord, activity);
      await record(tx, fact(activity));
      return activity;
    });
  }

  /**
   * The records that the request refers to: a network is in this service, bodies and projects are known by their facts.
   * Null removes a reference.
   */
  private async refuseUnknown(tx: Tx, { networkId, bodyId, projectId }: ActivityChange): Promise<void> {
    if (networkId && !(await networkExists(tx, networkId))) throw unknownReference('networkId');
    await this.known.refuseUnknown(tx, 'bodies', bodyId ?? undefined, 'bodyId');
    await this.known.refuseUnknown(tx, 'projects', projectId ?? undefined, 'projectId');
  }
}
