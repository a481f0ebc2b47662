import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { Instant } from '@passerelle/domain/instant';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { under, type Relations } from '@passerelle/platform/access/rights';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { planRelations, type Side } from '../../../shared/visibility/relations.js';
import { recordedAt } from '../../../shared/acts/evidence.js';
import { ProcedureDocument } from '../../../shared/documents.js';
import { PublicInquiry, RecordedInquiry } from '../../inquiry.js';
import { planRegistered } from '../plan.facts.js';

export const NoticeStatus = z.enum(['sent', 'received']).meta({ id: 'PlanNoticeStatus' });
export type NoticeStatus = z.infer<typeof NoticeStatus>;

const terms = {
  stage: CodeOf('noticeStages'),
  channel: CodeOf('noticeChannels'),
  docs: z.array(ProcedureDocument).max(30),
};

const address = {
  componentId: z.uuid().optional().describe('The part that it is about; the plan as a whole when absent'),
  toParties: z.array(Party).min(1).max(4).refine(distinct, 'must not name a party twice'),
};

const announced = 'The announced inquiry: its probable start, its duration, the communes that receive remarks';

export const NewPlanNotice = z
  .strictObject({
    ...address,
    ...terms,
    docs: terms.docs.default([]),
    inquiry: PublicInquiry.optional().describe(announced),
    ...recordedAt,
  })
  .meta({ id: 'NewPlanNotice' });
export type NewPlanNotice = z.infer<typeof NewPlanNotice>;

/** What a change may touch, whole: whom it was sent to, and when, is what happened. */
export const PlanNoticeTerms = z.strictObject({
  ...terms,
  inquiry: PublicInquiry.optional().describe(announced),
  source: recordedAt.source,
});
export const PlanNoticeChange = mergePatch(PlanNoticeTerms).meta({ id: 'PlanNoticeChange' });
export type PlanNoticeChange = Patch<z.infer<typeof PlanNoticeTerms>>;

export const NewReceipt = z
  .strictObject({
    party: Party.optional().describe("The addressee that received it; the caller's party when absent"),
    ...recordedAt,
  })
  .meta({ id: 'NewReceipt' });
export type NewReceipt = z.infer<typeof NewReceipt>;

export const Receipt = z
  .object({ party: Party, at: Instant, source: MultilineText(3, 1000).optional() })
  .meta({ id: 'Receipt' });
export type Receipt = z.infer<typeof Receipt>;

const state = {
  status: NoticeStatus.describe('`received` once every addressee has confirmed it'),
  planId: z.uuid(),
  fromParty: Party.optional().describe('The region that makes the plan'),
  ...address,
  ...terms,
  inquiry: RecordedInquiry.optional().describe(announced),
  sentAt: Instant,
  sentOn: IsoDate.describe('That day in Brussels'),
  source: MultilineText(3, 1000).optional(),
  receipts: z.array(Receipt).max(4),
  parties: z.array(Party).max(10).describe('Those of the plan'),
  classification: Classification,
  level: TerritorialLevel,
  objective: Objective,
};

export const {
  State: PlanNoticeState,
  View: PlanNotice,
  Summary: PlanNoticeSummary,
} = shapesOf('PlanNotice', state, [
  'status',
  'planId',
  'componentId',
  'fromParty',
  'toParties',
  'stage',
  'channel',
  'sentOn',
  'classification',
]);

const ofPlan = under('plan', 'plan_id', planRelations);

/** A notice is visible to the readers of its plan; its addressees confirm it. */
export const noticeRelations: Relations<Side> = {
  ...ofPlan,
  affected: (party, subject) =>
    `${party()} = ANY(record.to_parties) AND (${ofPlan.public?.(party, subject) ?? 'false'} OR ${ofPlan.party?.(party, subject) ?? 'false'})`,
};

export const planNotices = collection({
  table: 'plan_notice',
  item: PlanNoticeSummary,
  relations: noticeRelations,
  filters: filtersOf(PlanNoticeState, ['planId', 'componentId', 'status', 'stage', 'fromParty', 'toParties', 'sentOn']),
  sorts: { ref: byText('ref'), sentOn: byDate('sent_on') },
  defaultSort: '-sentOn',
  embeds: { plan: embed('planId', 'plan', planRegistered, 'Plan', planRelations) },
});
