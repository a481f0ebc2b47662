import { Database, findOrRefuse, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { resourceNotFound, unknownReference } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { occurredAt, sourceRequired } from '../../../shared/acts/evidence.js';
import { sharingScopeOf } from '../../../shared/visibility/sharing-scope.js';
import { lockPlanOf, PlanFollowers } from '../../plan-followers.js';
import { followRetraction, lockedPlan } from '../plan-children.js';
import { PlanRecord } from '../plan.entity.js';
import { noticeExample } from '../plan.example.js';
import { planNoticed } from '../plan.facts.js';
import { NoticeRecord, planRestricted } from './notice.entity.js';
import { noticeChanged, noticeRetracted, noticeSent } from './notice.facts.js';
import { noticeLife } from './notice.life.js';
import { NewPlanNotice, PlanNotice, PlanNoticeChange, planNotices } from './notice.schema.js';

async function refuseForeignComponent(tx: Tx, planId: string, componentId: string | undefined): Promise<void> {
  if (componentId === undefined) return;
  const sql = 'SELECT 1 FROM plan_component WHERE id = $1 AND plan_id = $2 AND retracted_at IS NULL';
  const found = await tx.query<unknown[]>(sql, [componentId, planId]);
  if (found.length === 0) throw unknownReference('componentId');
}

@RecordOperations({
  of: NoticeRecord,
  many: 'planNotices',
  one: 'planNotice',
  scope: 'cooperation',
  returns: PlanNotice,
  lock: (tx, id) => lockPlanOf(tx, 'plan_notice', id),
  list: { summary: 'List notices of plans', collection: planNotices },
  read: { summary: 'Read a notice of a plan' },
  create: {
    act: 'send',
    address: 'plans/{planId}/notices',
    summary: 'Notify other regions of a plan',
    description: 'The plan is shared with the addressees.',
    body: NewPlanNotice,
    make: async (name, given, { tx, params, party, now }) => {
      const plan = await lockedPlan(tx, params['planId'] ?? '');
      await refuseForeignComponent(tx, plan.id, given.componentId);
      const sentAt = occurredAt(given, { actingParty: plan.party ?? undefined, recordingParty: party, now });
      const notice = NoticeRecord.send(name, plan, given, sentAt);
      plan.tell(notice.toParties, notice.sentOn);
      Object.assign(notice, sharingScopeOf(plan));
      await update(tx, PlanRecord, plan);
      await record(tx, planNoticed(plan, sentAt));
      return notice;
    },
    fact: (notice) => noticeSent(notice, notice.sentAt),
    /** The other records under the plan are shared with the addressees too. */
    follows: (notice, _, { tx }, { visibility }: PlanNotices) =>
      visibility.follow(tx, 'plan_id', notice.planId, sharingScopeOf(notice)),
    refuses: [resourceNotFound, sourceRequired, planRestricted],
    examples: { toGermanSpeakers: { ...noticeExample, toParties: ['X-BE-DG'] }, toWallonia: noticeExample },
  },
  change: {
    summary: 'Correct a notice that no addressee has confirmed yet',
    body: PlanNoticeChange,
    apply: (notice, terms) => notice.change(terms),
    fact: noticeChanged,
    /** Consultations copy the announced inquiry. */
    follows: async ({ planId }, { tx }, { followers }) =>
      followers.notify(tx, await findOrRefuse(tx, PlanRecord, planId)),
    refuses: [sourceRequired],
    examples: { byEmail: { channel: 'email' } },
  },
  life: noticeLife,
  retract: {
    summary: 'Take back a notice that was registered in error',
    description: 'The plan remains shared with the addressees.',
    fact: noticeRetracted,
    follows: followRetraction,
  },
})
export class PlanNotices {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly followers: PlanFollowers,
    readonly visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: NoticeRecord, column: 'plan_id', depth: 1, changed: noticeChanged });
  }
}
