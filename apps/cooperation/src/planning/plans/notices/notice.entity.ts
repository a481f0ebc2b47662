import { Party } from '@passerelle/domain/party';
import { today } from '@passerelle/domain/period';
import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { ActContext, Name } from '@passerelle/platform/features/lives';
import { inputFault, recordClosed, refusal } from '@passerelle/platform/kernel/problems';
import { mergeInto } from '@passerelle/platform/runtime/operations';
import { Column } from 'typeorm';
import { occurredAt, sourceRequired } from '../../../shared/acts/evidence.js';
import { sharingScopeOf } from '../../../shared/visibility/sharing-scope.js';
import { refusalKind } from '../../../texts/refusal-kind.js';
import type { PlanRecord } from '../plan.entity.js';
import {
  PlanNoticeState,
  PlanNoticeTerms,
  noticeRelations,
  type NewPlanNotice,
  type NewReceipt,
  type PlanNoticeChange,
} from './notice.schema.js';

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

  static send(name: Name, plan: PlanRecord, { at: _, ...terms }: NewPlanNotice, sentAt: string): NoticeRecord {
    if (plan.classification === 'restricted') throw refusal(planRestricted, { ref: plan.ref });
    if (plan.party !== null && terms.toParties.some((party) => party === plan.party))
      throw inputFault('body', 'toParties', 'schemaViolation', `names ${plan.party}, the region that makes the plan`);
    const beginning = { ...name, version: 1, status: 'sent' as const, planId: plan.id, fromParty: plan.party };
    const sent = { sentAt, sentOn: today(new Date(sentAt)), receipts: [] };
    return Object.assign(new NoticeRecord(), beginning, terms, sent, sharingScopeOf(plan));
  }

  /** Until an addressee has confirmed it. Evidence may be replaced, not removed. */
  change(terms: PlanNoticeChange): void {
    if (this.receipts.length > 0) throw refusal(recordClosed, { ref: this.ref });
    if (this.source !== null && terms.source === null) throw refusal(sourceRequired);
    mergeInto(this, PlanNoticeTerms, terms);
  }

  /** Each addressee confirms once; with the last confirmation the notice is received. Returns the instant. */
  receive({ party: named, ...given }: NewReceipt, { party: recordingParty, side, now }: NoticeContext): string {
    const party = addresseeOf(named, side, recordingParty);
    const at = occurredAt(given, { actingParty: party, recordingParty, now });
    if (!this.toParties.includes(party)) throw refusal(notAddressee, { party });
    if (!this.awaits(party)) throw refusal(alreadyReceived, { party });
    if (at < this.sentAt)
      throw inputFault('body', 'at', 'invalidPeriod', `must not be earlier than the notice (${this.sentAt})`);
    this.receipts = [...this.receipts, { ...given, party, at }];
    if (this.receipts.length === this.toParties.length) this.status = 'received';
    return at;
  }

  /** Whether the region has still to confirm it. */
  awaits(party: string | undefined): boolean {
    return this.toParties.some((to) => to === party) && !this.receipts.some((known) => known.party === party);
  }
}

type NoticeContext = Pick<ActContext, 'party' | 'side' | 'now'>;

/** A region confirms for itself; the home region's staff may record the confirmation of another region. */
function addresseeOf(named: Party | undefined, side: string | undefined, recordingParty: string | undefined): Party {
  if (side !== undefined && named !== undefined && named !== side)
    throw inputFault('body', 'party', 'schemaViolation', `must be ${side}: each region confirms for itself`);
  return Party.parse(named ?? recordingParty);
}
