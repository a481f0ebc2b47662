import { today } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import { inputFault, refusal, stateAfter } from '@passerelle/platform/kernel/problems';
import { Column } from 'typeorm';
import { sharingScopeOf, type SharingScope } from '../../../shared/visibility/sharing-scope.js';
import { refusalKind } from '../../../texts/refusal-kind.js';
import type { PlanRecord } from '../plan.entity.js';
import { PlanNoticeState, noticeRelations, type NewPlanNotice, type Receipt } from './notice.schema.js';
import { noticeStates } from './notice.states.js';

export const planRestricted = refusalKind({
  code: 'planRestricted',
  status: 409,
  title: 'Plan Restricted',
});

export const notAddressee = refusalKind({
  code: 'notAddressee',
  status: 409,
  title: 'Not Addressee',
});

export const alreadyReceived = refusalKind({
  code: 'alreadyReceived',
  status: 409,
  title: 'Already Received',
});

const StoredState = PlanNoticeState.omit({ sentAt: true });
export interface NoticeRecord extends Stored<typeof StoredState> {}

/** A region informs others of a plan, with documents: the plan is shared with them from then on. */
@StoredAs('plan_notice', StoredState)
export class NoticeRecord {
  static readonly relations = noticeRelations;

  // ISO 8601 in UTC, as on the wire.
  @Column('text') declare sentAt: string;

  static send(
    id: string,
    ref: string,
    plan: PlanRecord,
    { at: _, ...terms }: NewPlanNotice,
    sentAt: string,
  ): NoticeRecord {
    if (plan.classification === 'restricted') throw refusal(planRestricted, { ref: plan.ref });
    if (plan.party !== null && terms.toParties.some((party) => party === plan.party))
      throw inputFault('body', 'toParties', 'schemaViolation', `names ${plan.party}, the region that makes the plan`);
    const beginning = { id, ref, version: 1, status: 'sent' as const, planId: plan.id, fromParty: plan.party };
    const sent = { sentAt, sentOn: today(new Date(sentAt)), receipts: [] };
    return Object.assign(new NoticeRecord(), beginning, terms, sent, sharingScopeOf(plan));
  }

  /** Copied from its plan. */
  follow(scope: SharingScope): void {
    Object.assign(this, sharingScopeOf(scope));
  }

  receive(receipt: Receipt): void {
    const { party, at } = receipt;
    if (!this.toParties.includes(party)) throw refusal(notAddressee, { party });
    const outstanding = this.toParties.length - this.receipts.length;
    const status = stateAfter(noticeStates, this.status, outstanding > 1 ? 'receive' : 'receiveLast');
    if (this.receipts.some((known) => known.party === party)) throw refusal(alreadyReceived, { party });
    if (at < this.sentAt)
      throw inputFault('body', 'at', 'invalidPeriod', `must not be earlier than the notice (${this.sentAt})`);
    this.receipts = [...this.receipts, receipt];
    this.status = status;
  }
}
