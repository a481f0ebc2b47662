import { Injectable } from '@nestjs/common';
import { Party } from '@passerelle/domain/party';
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
import { inputFault, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf } from '../../../shared/visibility/sharing-scope.js';
import { occurredAt } from '../../../shared/acts/evidence.js';
import { PlanRecord } from '../plan.entity.js';
import { planNoticed } from '../plan.facts.js';
import { lockedPlan } from '../plan-children.js';
import { PlanCascade } from '../plan-cascade.js';
import { NoticeRecord } from './notice.entity.js';
import { noticeChanged, noticeReceived, noticeSent } from './notice.facts.js';
import { planNotices, type NewPlanNotice, type NewReceipt, type PlanNoticeQuery } from './notice.schema.js';

@Injectable()
export class NoticesService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly visibility: PlanCascade,
  ) {
    visibility.register({ entity: NoticeRecord, changed: noticeChanged });
  }

  list(call: Call<undefined, never, PlanNoticeQuery>): Promise<Page> {
    return planNotices.read(this.db, call);
  }

  read(call: Call<undefined, 'planNoticeId'>): Promise<NoticeRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, NoticeRecord, call.params.planNoticeId));
  }

  send(call: Call<NewPlanNotice, 'planId'>): Promise<NoticeRecord> {
    const now = new Date();
    return this.db.transaction(call, async (tx) => {
      const plan = await lockedPlan(tx, call.params.planId);
      const before = sharingScopeOf(plan);
      await refuseForeignComponent(tx, plan.id, call.body.componentId);
      const sentAt = occurredAt(call.body, {
        actingParty: plan.party ?? undefined,
        recordingParty: call.caller.party,
        now,
      });
      const ref = await nextReference(tx, this.context.referencePrefix, Number(today(now).slice(0, 4)));
      const notice = NoticeRecord.send(newId(), ref, plan, call.body, sentAt);
      plan.tell(notice.toParties, notice.sentOn);
      notice.follow(plan);
      await update(tx, PlanRecord, plan);
      await this.visibility.cascade(tx, plan, before);
      await insert(tx, NoticeRecord, notice);
      await record(tx, planNoticed(plan, sentAt));
      await record(tx, noticeSent(notice, sentAt));
      return notice;
    });
  }

  receive(call: Call<NewReceipt, 'planNoticeId'>): Promise<NoticeRecord> {
    const { body, caller, params } = call;
    return this.db.transaction(call, async (tx) => {
      const notice = await findOrRefuse(tx, NoticeRecord, params.planNoticeId, call.expectedVersion);
      const party = addresseeOf(call);
      const at = occurredAt(body, { actingParty: party, recordingParty: caller.party, now: new Date() });
      notice.receive({ ...body, party, at });
      await update(tx, NoticeRecord, notice);
      await record(tx, noticeReceived(notice, at));
      return notice;
    });
  }
}

/** A region confirms for itself; the home region's staff may record the confirmation of another region. */
function addresseeOf({ actor, caller, body }: Call<NewReceipt, 'planNoticeId'>): Party {
  if (actor.side !== undefined && body.party !== undefined && body.party !== actor.side)
    throw inputFault('body', 'party', 'schemaViolation', `must be ${actor.side}: each region confirms for itself`);
  return Party.parse(body.party ?? caller.party);
}

async function refuseForeignComponent(tx: Tx, planId: string, componentId: string | undefined): Promise<void> {
  if (componentId === undefined) return;
  const found = await tx.query<unknown[]>('SELECT 1 FROM plan_component WHERE id = $1 AND plan_id = $2', [
    componentId,
    planId,
  ]);
  if (found.length === 0) throw unknownReference('componentId');
}
