import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { HumanReference } from '@passerelle/domain/human-reference';
import { Instant } from '@passerelle/domain/instant';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import {
  anyOf,
  byDate,
  byText,
  collection,
  embed,
  holdsAnyOf,
  onOrAfter,
  onOrBefore,
} from '@passerelle/platform/data/lists';
import { under, type Relations } from '@passerelle/platform/access/rights';
import { z } from 'zod';
import { planRelations, type Side } from '../../../shared/visibility/relations.js';
import { recordedAt } from '../../../shared/acts/evidence.js';
import { ProcedureDocument } from '../../../shared/documents.js';
import { PublicInquiry, RecordedInquiry } from '../../inquiry.js';
import { planRegistered } from '../plan.facts.js';

export const NoticeStatus = z.enum(['sent', 'received']).meta({ id: 'PlanNoticeStatus' });
export type NoticeStatus = z.infer<typeof NoticeStatus>;

const terms = {
  componentId: z.uuid().optional().describe('The part that it is about; the plan as a whole when absent'),
  toParties: z.array(Party).min(1).max(4).refine(distinct, 'must not name a party twice'),
  stage: CodeOf('noticeStages'),
  channel: CodeOf('noticeChannels'),
  docs: z.array(ProcedureDocument).max(30),
};

const announced = 'The announced inquiry: its probable start, its duration, the communes that receive remarks';

export const NewPlanNotice = z
  .strictObject({
    ...terms,
    docs: terms.docs.default([]),
    inquiry: PublicInquiry.optional().describe(announced),
    ...recordedAt,
  })
  .meta({ id: 'NewPlanNotice' });
export type NewPlanNotice = z.infer<typeof NewPlanNotice>;

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
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
  status: NoticeStatus.describe('`received` once every addressee has confirmed it'),
  planId: z.uuid(),
  fromParty: Party.optional().describe('The region that makes the plan'),
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

/** The whole notice, as its facts carry it. */
export const PlanNoticeState = z.object(state).meta({ id: 'PlanNoticeState' });
export const PlanNotice = z.object({ href: z.url(), ...state }).meta({ id: 'PlanNotice' });

const { id, ref, version, status, planId, fromParty, sentOn, classification } = state;
const { componentId, toParties, stage, channel } = terms;
const shown = { planId, componentId, fromParty, toParties, stage, channel, sentOn, classification };
export const PlanNoticeSummary = z
  .object({ href: z.url(), id, ref, version, status, ...shown })
  .meta({ id: 'PlanNoticeSummary' });

const ofPlan = under('plan', 'plan_id', planRelations);

/** A notice is visible to the readers of its plan; its addressees confirm it. */
export const noticeRelations: Relations<Side> = {
  ...ofPlan,
  affected: (party) =>
    `${party()} = ANY(record.to_parties) AND (${ofPlan.public?.(party) ?? 'false'} OR ${ofPlan.party?.(party) ?? 'false'})`,
};

export const planNotices = collection({
  table: 'plan_notice',
  item: PlanNoticeSummary,
  relations: noticeRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    planId: anyOf('plan_id', z.uuid()),
    componentId: anyOf('component_id', z.uuid()),
    status: anyOf('status', NoticeStatus),
    stage: anyOf('stage', CodeOf('noticeStages')),
    fromParty: anyOf('from_party', Party),
    toParty: holdsAnyOf('to_parties', Party),
    sentOnFrom: onOrAfter('sent_on'),
    sentOnTo: onOrBefore('sent_on'),
  },
  sorts: { ref: byText('ref'), sentOn: byDate('sent_on') },
  defaultSort: '-sentOn',
  embeds: { plan: embed('planId', 'plan', planRegistered, 'Plan', planRelations) },
});
export type PlanNoticeQuery = z.infer<typeof planNotices.query>;
