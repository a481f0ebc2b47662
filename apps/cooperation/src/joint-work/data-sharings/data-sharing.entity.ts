import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { recordClosed, refusal, stateAfter, within } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import type { JointAct, JointEnd } from '../joint-work.js';
import { exchangeRelations } from '../../shared/visibility/relations.js';
import { refuseBeforePreviousAct } from '../../shared/acts/evidence.js';
import { refusalKind } from '../../texts/refusal-kind.js';
import {
  DataSharingState,
  DataSharingTerms,
  type DataDelivery,
  type DataSharingChange,
  type NewDataSharing,
} from './data-sharing.schema.js';
import { sharingStates } from './data-sharing.states.js';
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

  static register(id: string, ref: string, terms: NewDataSharing): DataSharingRecord {
    const { provider, receiver, monitoredFrom } = terms;
    const beginning = { id, ref, version: 1, status: 'active' as const, deliveries: 0, lastDeliveredOn: null };
    const sharing = Object.assign(new DataSharingRecord(), beginning, terms, { parties: [provider, receiver] });
    sharing.expect(monitoredFrom);
    refuseMonolingual(sharing);
    return sharing;
  }

  change(terms: DataSharingChange): void {
    if (this.status === 'ended') throw refusal(recordClosed, { ref: this.ref });
    const wasMonitoredFrom = this.monitoredFrom;
    mergeInto(this, DataSharingTerms, terms);
    // A corrected first day counts only until a later event, a delivery or the end of a pause, replaces it.
    this.expect(this.expectedSince === wasMonitoredFrom ? this.monitoredFrom : this.expectedSince);
    refuseMonolingual(this);
  }

  deliver(delivery: DataDelivery, today: string): void {
    this.status = stateAfter(sharingStates, this.status, 'deliver');
    refuseBeforePreviousAct(delivery.on, today, this.lastDeliveredOn);
    this.lastDelivery = delivery;
    this.lastDeliveredOn = delivery.on;
    this.deliveries += 1;
    if (delivery.on > this.expectedSince) this.expect(delivery.on);
  }

  acknowledge(at: string, source: string | undefined): void {
    this.status = stateAfter(sharingStates, this.status, 'acknowledge');
    if (!this.lastDelivery || this.lastDelivery.acknowledgedAt !== undefined)
      throw refusal(nothingToAcknowledge, { ref: this.ref });
    const receipt = { acknowledgedAt: at, ...(source === undefined ? {} : { receiptSource: source }) };
    this.lastDelivery = { ...this.lastDelivery, ...receipt };
  }

  suspend(act: JointEnd, today: string): void {
    this.move('suspend', act, today);
    this.nextDueOn = null;
  }

  /** Nothing was due during the pause. */
  resume(act: JointAct, today: string): void {
    this.move('resume', act, today);
    this.expect(act.on);
  }

  end(act: JointEnd, today: string): void {
    this.move('end', act, today);
    this.nextDueOn = null;
  }

  private expect(since: string): void {
    this.expectedSince = since;
    const next = within('monitoredFrom', () => dayAfter(this.refresh, since, 1));
    this.nextDueOn = this.status === 'active' ? (next ?? null) : null;
  }

  private move(verb: string, { on, reason }: JointAct, today: string): void {
    const status = stateAfter(sharingStates, this.status, verb);
    refuseBeforePreviousAct(on, today, this.statusSince);
    Object.assign(this, { status, statusSince: on, statusReason: reason ?? null });
    refuseMonolingual(this);
  }
}
