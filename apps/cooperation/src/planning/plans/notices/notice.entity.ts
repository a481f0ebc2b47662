import { today } from '@passerelle/domain/period';
import { inputFault, refusal, stateAfter } from '@passerelle/platform/kernel/problems';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ProcedureDocument } from '../../../shared/documents.js';
import { sharingScopeOf, type SharingScope } from '../../../shared/visibility/sharing-scope.js';
import { refusalKind } from '../../../texts/refusal-kind.js';
import type { PublicInquiry } from '../../inquiry.js';
import type { PlanRecord } from '../plan.entity.js';
import { noticeRelations, type NewPlanNotice, type NoticeStatus, type Receipt } from './notice.schema.js';
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

/** A region informs others of a plan, with documents: the plan is shared with them from then on. */
@Entity('plan_notice')
export class NoticeRecord {
  static readonly relations = noticeRelations;

  @PrimaryColumn('uuid') declare id: string;
  @Column({ type: 'text', collation: 'by_number' }) declare ref: string;
  @Column('int') declare version: number;
  @Column('text') declare status: NoticeStatus;
  @Column('uuid') declare planId: string;
  @Column('uuid', { nullable: true }) declare componentId: string | null;
  @Column('text', { nullable: true }) declare fromParty: string | null;
  @Column('text', { array: true }) declare toParties: string[];
  @Column('text') declare stage: string;
  @Column('text') declare channel: string;
  @Column('jsonb') declare docs: ProcedureDocument[];
  @Column('jsonb', { nullable: true }) declare inquiry: PublicInquiry | null;
  // ISO 8601 in UTC, as on the wire.
  @Column('text') declare sentAt: string;
  @Column('date') declare sentOn: string;
  @Column('text', { nullable: true }) declare source: string | null;
  @Column('jsonb') declare receipts: Receipt[];
  @Column('text', { array: true }) declare parties: string[];
  @Column('text') declare classification: string;
  @Column('text') declare level: string;
  @Column('text') declare objective: string;

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
