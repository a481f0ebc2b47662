import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Caller } from '@passerelle/platform/identity';
import { KnownRecords } from '@passerelle/platform/known';
import { unknownReference } from '@passerelle/platform/problems';
import { refuseUnseen, visibleTo, type Viewer } from '@passerelle/platform/rights';
import { ServiceContext } from '@passerelle/platform/service';
import { ActivityRecord } from './activity.entity.js';
import { activityChanged, activityRecorded, activityWithdrawn } from './activity.facts.js';
import {
  activities,
  type ActivityChange,
  type ActivityQuery,
  type NewActivity,
  type Withdrawal,
} from './activity.schema.js';

type Version = number | undefined;

@Injectable()
export class ActivitiesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly known: KnownRecords,
  ) {}

  list(query: ActivityQuery, caller: Caller): Promise<Page> {
    return activities.read(this.db, query, visibleTo(this.viewer(caller)));
  }

  async read(id: string, caller: Caller): Promise<ActivityRecord> {
    const activity = await this.db.read((tx) => findOrRefuse(tx, ActivityRecord, id));
    refuseUnseen(this.viewer(caller), activity);
    return activity;
  }

  record(terms: NewActivity): Promise<ActivityRecord> {
    const day = today(new Date());
    return this.db.transaction(async (tx) => {
      await this.refuseUnknown(tx, terms);
      const ref = await nextReference(tx, this.context.referencePrefix, Number(day.slice(0, 4)));
      const activity = ActivityRecord.record(newId(), ref, terms, day);
      await insert(tx, ActivityRecord, activity);
      await record(tx, activityRecorded(activity));
      return activity;
    });
  }

  change(id: string, version: Version, terms: ActivityChange): Promise<ActivityRecord> {
    const day = today(new Date());
    return this.revise(id, version, activityChanged, async (activity, tx) => {
      await this.refuseUnknown(tx, terms);
      activity.change(terms, day);
    });
  }

  withdraw(id: string, version: Version, withdrawal: Withdrawal): Promise<ActivityRecord> {
    return this.revise(id, version, activityWithdrawn, (activity) => activity.withdraw(withdrawal));
  }

  private revise(
    id: string,
    version: Version,
    fact: typeof activityChanged,
    rule: (activity: ActivityRecord, tx: Tx) => void | Promise<void>,
  ): Promise<ActivityRecord> {
    return this.db.transaction(async (tx) => {
      const activity = await findOrRefuse(tx, ActivityRecord, id, version);
      await rule(activity, tx);
      await update(tx, ActivityRecord, activity);
      await record(tx, fact(activity));
      return activity;
    });
  }

  /** What the request refers to: a network is our own, bodies and projects are known by their facts. Null takes one away. */
  private async refuseUnknown(tx: Tx, { networkId, bodyId, projectId }: ActivityChange): Promise<void> {
    if (networkId && !(await networkExists(tx, networkId))) throw unknownReference('networkId');
    await this.known.refuseUnknown(tx, 'bodies', bodyId ?? undefined, 'bodyId');
    await this.known.refuseUnknown(tx, 'projects', projectId ?? undefined, 'projectId');
  }

  private viewer(caller: Caller): Viewer {
    return { caller, home: this.context.settings.HOME_PARTY };
  }
}

async function networkExists(tx: Tx, id: string): Promise<boolean> {
  return (await tx.query<unknown[]>('SELECT 1 FROM network WHERE id = $1', [id])).length > 0;
}
