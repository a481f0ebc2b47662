import { Injectable } from '@nestjs/common';
import { startOfDay, today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refuseFuture } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import type { JointAct, JointEnd } from '../joint-work.js';
import { occurredAt } from '../../shared/acts/evidence.js';
import { DataSharingRecord } from './data-sharing.entity.js';
import {
  dataDelivered,
  deliveryAcknowledged,
  sharingChanged,
  sharingEnded,
  sharingRegistered,
  sharingResumed,
  sharingSuspended,
} from './data-sharing.facts.js';
import {
  dataSharings,
  type DataDelivery,
  type DataSharingChange,
  type DataSharingQuery,
  type DeliveryReceipt,
  type NewDataSharing,
} from './data-sharing.schema.js';

type Of<Body> = Call<Body, 'dataSharingId'>;
type Rule = (sharing: DataSharingRecord, today: string) => void;

@Injectable()
export class DataSharingsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
  ) {}

  list(call: Call<undefined, never, DataSharingQuery>): Promise<Page> {
    return dataSharings.read(this.db, call);
  }

  read(call: Of<undefined>): Promise<DataSharingRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, DataSharingRecord, call.params.dataSharingId));
  }

  register(call: Call<NewDataSharing>): Promise<DataSharingRecord> {
    return this.db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
      const sharing = DataSharingRecord.register(newId(), ref, call.body);
      await insert(tx, DataSharingRecord, sharing);
      await record(tx, sharingRegistered(sharing));
      return sharing;
    });
  }

  change(call: Of<DataSharingChange>): Promise<DataSharingRecord> {
    return this.revise(call, sharingChanged, (sharing) => sharing.change(call.body));
  }

  /** An act of the provider, recorded by its day: a delivery of today is recorded now. */
  deliver(call: Of<DataDelivery>): Promise<DataSharingRecord> {
    const { on, source } = call.body;
    return this.revise(call, dataDelivered, (sharing, day) => {
      sharing.deliver(call.body, day);
      refuseFuture('on', on, day);
      const told = on === day ? { source } : { source, at: startOfDay(on).toISOString() };
      occurredAt(told, { actingParty: sharing.provider, recordingParty: call.caller.party, now: new Date() });
    });
  }

  acknowledge(call: Of<DeliveryReceipt>): Promise<DataSharingRecord> {
    return this.revise(call, deliveryAcknowledged, (sharing) => {
      const at = occurredAt(call.body, {
        actingParty: sharing.receiver,
        recordingParty: call.caller.party,
        now: new Date(),
      });
      sharing.acknowledge(at, call.body.source);
    });
  }

  suspend(call: Of<JointEnd>): Promise<DataSharingRecord> {
    return this.revise(call, sharingSuspended, (sharing, day) => sharing.suspend(call.body, day));
  }

  resume(call: Of<JointAct>): Promise<DataSharingRecord> {
    return this.revise(call, sharingResumed, (sharing, day) => sharing.resume(call.body, day));
  }

  end(call: Of<JointEnd>): Promise<DataSharingRecord> {
    return this.revise(call, sharingEnded, (sharing, day) => sharing.end(call.body, day));
  }

  private revise(call: Of<unknown>, fact: typeof sharingChanged, rule: Rule): Promise<DataSharingRecord> {
    return this.db.transaction(call, async (tx) => {
      const sharing = await findOrRefuse(tx, DataSharingRecord, call.params.dataSharingId, call.expectedVersion);
      rule(sharing, today(new Date()));
      await update(tx, DataSharingRecord, sharing);
      await record(tx, fact(sharing));
      return sharing;
    });
  }
}
