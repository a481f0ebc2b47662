import { CountingRule } from '@passerelle/domain/counting-rule';
import { Instant } from '@passerelle/domain/instant';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byDay, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { z } from 'zod';
import { ProcedureDocument } from '../../shared/documents.js';
import { ConsultedInquiry } from '../inquiry.js';
import { sidesRelations } from '../../shared/visibility/relations.js';
import { Side, terms } from './consultation-acts.schema.js';

export const ConsultationStatus = z
  .enum([
    'notified',
    'acknowledged',
    'entered',
    'declined',
    'noReply',
    'timeframeAgreed',
    'opinionReceived',
    'lapsed',
    'answered',
    'decided',
    'closed',
    'withdrawn',
  ])
  .meta({ id: 'ConsultationStatus' });
export type ConsultationStatus = z.infer<typeof ConsultationStatus>;

export const Direction = z.enum(['outgoing', 'incoming']).meta({ id: 'ConsultationDirection' });
export type Direction = z.infer<typeof Direction>;

/** A proposal of one side that the other has not accepted yet. */
export const Proposal = z
  .object({
    kind: z.enum(['timeframe', 'extension']),
    by: Side,
    startsOn: IsoDate,
    dueOn: IsoDate,
    countingRule: CountingRule,
    days: z.int().describe('The number of days by the counting rule'),
    reason: LocalizedMultilineText(3, 500).optional(),
    proposedAt: Instant,
    source: MultilineText(3, 1000).optional().describe('Evidence, where it was recorded for another region or later'),
  })
  .meta({ id: 'ConsultationProposal' });
export type Proposal = z.infer<typeof Proposal>;

export const Extension = z
  .object({ from: IsoDate, to: IsoDate, reason: LocalizedMultilineText(3, 500), agreedAt: Instant })
  .meta({ id: 'ConsultationExtension' });
export type Extension = z.infer<typeof Extension>;

/** The evidence of an act that was recorded for another region or on a later day. */
export const Evidence = z
  .object({ act: z.string(), source: MultilineText(3, 1000) })
  .meta({ id: 'ConsultationEvidence' });
export type Evidence = z.infer<typeof Evidence>;

/** Enough for what two regions agree, and few enough for a fact. */
export const mostExtensions = 10;
const mostEvidence = 40;

export const Decision = z
  .object({
    decidedOn: IsoDate,
    documents: z.array(ProcedureDocument).max(20),
    summary: LocalizedMultilineText(3, 500).optional(),
  })
  .meta({ id: 'ConsultationDecision' });
export type Decision = z.infer<typeof Decision>;

const state = {
  status: ConsultationStatus,
  ...terms,
  planTitle: LocalizedText(3, 300),
  planType: CodeOf('planTypes'),
  iteration: z.int().min(1),
  direction: Direction.describe('From the view of the region that runs this register'),
  authorParty: Party.optional().describe('Absent for an authority outside the four'),
  parties: z.array(Party).max(2),
  level: TerritorialLevel,
  objective: Objective,
  departments: z.array(CodeOf('departments')).max(20),
  openedOn: IsoDate,
  openedAt: Instant,
  acknowledgedAt: Instant.optional(),
  repliedAt: Instant.optional(),
  repliedOn: IsoDate.optional(),
  replyLate: z.boolean().optional(),
  unansweredOn: IsoDate.optional().describe('The day after the last day for a reply'),
  proposal: Proposal.optional(),
  agreedAt: Instant.optional(),
  startsOn: IsoDate.optional(),
  dueOn: IsoDate.optional()
    .describe('The last day for an opinion in time; it ends at midnight in Brussels')
    .meta({
      'x-calendar': 'consultationDue',
      'x-calendar-done': [{ day: 'opinionOn' }, { day: 'decisionCommunicatedOn' }],
    }),
  dueAt: Instant.optional().describe('The midnight that ends the last day'),
  countingRule: CountingRule.optional(),
  days: z.int().optional().describe('The length of the time-frame in days, by its counting rule'),
  extensions: z.array(Extension).max(mostExtensions),
  inquiry: ConsultedInquiry.optional(),
  notSimultaneous: z
    .boolean()
    .optional()
    .describe(
      'True if the law requires the notice by the first day of the inquiry and it was sent later; absent until that is known',
    ),
  opinionId: z.uuid().optional(),
  opinionOn: IsoDate.optional(),
  opinionLate: z.boolean().optional(),
  lapsedOn: IsoDate.optional().describe('The day after the last day, if no opinion had arrived'),
  answeredOn: IsoDate.optional(),
  decisionCommunicatedOn: IsoDate.optional(),
  decision: Decision.optional(),
  closedOn: IsoDate.optional(),
  withdrawnOn: IsoDate.optional(),
  withdrawalReason: LocalizedMultilineText(3, 500).optional(),
  unanswered: z
    .boolean()
    .describe('No reply arrived, or the time-frame lapsed without an opinion, and this is still so'),
  evidence: z.array(Evidence).max(mostEvidence),
  lastActAt: Instant.describe('The instant of the last act of either side'),
};

export const {
  State: ConsultationState,
  View: Consultation,
  Summary: ConsultationSummary,
} = shapesOf('Consultation', state, [
  'status',
  'planId',
  'planTitle',
  'planType',
  'direction',
  'authorParty',
  'affectedParty',
  'trigger',
  'legalBasis',
  'openedOn',
  'replyDueOn',
  'dueOn',
  'opinionOn',
  'opinionLate',
  'decisionCommunicatedOn',
  'unanswered',
  'classification',
]);

export const consultations = collection({
  table: 'consultation',
  item: ConsultationSummary,
  relations: sidesRelations,
  filters: filtersOf(ConsultationState, [
    'status',
    'direction',
    'planId',
    'planType',
    'authorParty',
    'affectedParty',
    'trigger',
    'legalBasis',
    'unanswered',
    'opinionLate',
    'openedOn',
    'replyDueOn',
    'dueOn',
  ]),
  sorts: { ref: byText('ref'), openedOn: byDay('opened_on'), dueOn: byDate('due_on') },
  defaultSort: '-openedOn',
  searched: true,
});
export type ConsultationQuery = z.infer<typeof consultations.query>;
