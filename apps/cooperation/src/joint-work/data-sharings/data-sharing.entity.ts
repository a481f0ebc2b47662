import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { recordClosed, refusal, refuseFuture, within } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { occurredAt, occurredOn, refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { exchangeRelations } from '../../shared/visibility/relations.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import type { JointEnd } from '../joint-work.js';
import {
  DataSharingState,
  DataSharingTerms,
  type DataDelivery,
  type DataSharingChange,
  type DeliveryReceipt,
  type NewDataSharing,
} from './data-sharing.schema.js';
import { dayAfter } from './refresh.js';

export const nothingToAcknowledge = refusalKind({
  code: 'nothingToAcknowledge',
  status: 409,
  title: 'Nothing To Acknowledge',
});

export interface DataSharingRecord extends Stored<typeof DataSharingState> {}

/** Data that one region delivers to another at a fixed rate. */
@StoredAs('data_sharing', DataSharingState)
export class DataSharingRecord {
  static readonly relations = exchangeRelations;

  static register(name: Name, terms: NewDataSharing): DataSharingRecord {
    const beginning = { version: 1, status: 'active' as const, deliveries: 0, lastDelivery: null };
    const parties = [terms.provider, terms.receiver];
    const sharing = Object.assign(new DataSharingRecord(), name, beginning, terms, { parties });
    sharing.expectNext();
    return sharing;
  }

  change(terms: DataSharingChange): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    mergeInto(this, DataSharingTerms, terms);
    this.expectNext();
  }

  deliver(delivery: DataDelivery, { today, party }: ActContext): void {
    refuseBeforePreviousAct(delivery.on, today, this.lastDeliveredOn);
    occurredOn(delivery, { actingParty: this.provider, recordingParty: party, today });
    this.lastDelivery = delivery;
    this.lastDeliveredOn = delivery.on;
    this.deliveries += 1;
    this.expectNext();
  }

  acknowledge(receipt: DeliveryReceipt, { now, party }: ActContext): void {
    const acknowledgedAt = occurredAt(receipt, { actingParty: this.receiver, recordingParty: party, now });
    if (!isUnacknowledged(this.lastDelivery)) throw refusal(nothingToAcknowledge, { ref: this.ref });
    const evidence = receipt.source === undefined ? {} : { receiptSource: receipt.source };
    this.lastDelivery = { ...this.lastDelivery, acknowledgedAt, ...evidence };
  }

  end({ on, reason }: JointEnd, today: string): void {
    refuseFuture('on', on, today);
    Object.assign(this, { statusSince: on, statusReason: reason, nextDueOn: null });
  }

  /** Gaps are counted from the last delivery, or from the first day of monitoring if that is later. */
  private expectNext(): void {
    const { monitoredFrom, lastDeliveredOn, refresh } = this;
    const since = lastDeliveredOn && lastDeliveredOn > monitoredFrom ? lastDeliveredOn : monitoredFrom;
    this.expectedSince = since;
    this.nextDueOn = within('monitoredFrom', () => dayAfter(refresh, since, 1)) ?? null;
  }
}

type LastDelivery = DataSharingRecord['lastDelivery'];

export const isUnacknowledged = (delivery: LastDelivery): delivery is NonNullable<LastDelivery> =>
  delivery !== null && delivery.acknowledgedAt === undefined;
