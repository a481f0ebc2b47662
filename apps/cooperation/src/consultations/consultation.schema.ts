import { CountingRule } from '@passerelle/domain/counting-rule';
import { HumanReference } from '@passerelle/domain/human-reference';
import { Instant } from '@passerelle/domain/instant';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { anyOf, byDate, byDay, byText, collection, is, onOrAfter, onOrBefore } from '@passerelle/platform/collections';
import { z } from 'zod';
import { ProcedureDocument } from '../documents.js';
import { ConsultedInquiry } from '../inquiry.js';
import { sidesRelations } from '../sharing.js';
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

/** What one side has proposed and the other has not accepted yet. */
export const Proposal = z
  .object({
    kind: z.enum(['timeframe', 'extension']),
    by: Side,
    startsOn: IsoDate,
    dueOn: IsoDate,
    countingRule: CountingRule,
    days: z.int().describe('How long that is, by its counting rule'),
    reason: LocalizedText(3, 500).optional(),
    proposedAt: Instant,
    source: Text(3, 1000).optional().describe('What shows it, where it was told for another or later'),
  })
  .meta({ id: 'ConsultationProposal' });
export type Proposal = z.infer<typeof Proposal>;

export const Extension = z
  .object({ from: IsoDate, to: IsoDate, reason: LocalizedText(3, 500), agreedAt: Instant })
  .meta({ id: 'ConsultationExtension' });
export type Extension = z.infer<typeof Extension>;

/** Where an act stands that another region did, or that was told on a later day. */
export const Evidence = z.object({ act: z.string(), source: Text(3, 1000) }).meta({ id: 'ConsultationEvidence' });
export type Evidence = z.infer<typeof Evidence>;

/** Enough for what two regions agree upon, and few enough for a fact. */
export const mostExtensions = 10;
const mostEvidence = 40;

export const Decision = z
  .object({
    decidedOn: IsoDate,
    documents: z.array(ProcedureDocument).max(20),
    summary: LocalizedText(3, 500).optional(),
  })
  .meta({ id: 'ConsultationDecision' });
export type Decision = z.infer<typeof Decision>;

const state = {
  id: z.uuid(),
  ref: HumanReference,
  version: z.int().min(1),
  status: ConsultationStatus,
  ...terms,
  planTitle: LocalizedText(3, 300),
  planType: CodeOf('planTypes'),
  iteration: z.int().min(1),
  direction: Direction.describe('As the region sees it that runs this register'),
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
  unansweredOn: IsoDate.optional().describe('The day after the one on which a reply was expected'),
  proposal: Proposal.optional(),
  agreedAt: Instant.optional(),
  startsOn: IsoDate.optional(),
  dueOn: IsoDate.optional()
    .describe('The last day on which the opinion is in time; it ends at midnight in Brussels')
    .meta({ 'x-calendar': 'consultationDue' }),
  dueAt: Instant.optional().describe('That midnight'),
  countingRule: CountingRule.optional(),
  days: z.int().optional().describe('How long the time-frame is, by its counting rule'),
  extensions: z.array(Extension).max(mostExtensions),
  inquiry: ConsultedInquiry.optional(),
  notSimultaneous: z
    .boolean()
    .optional()
    .describe(
      'True where the law wants the notice on the day the inquiry begins, and it was sent on another; absent until that is known',
    ),
  opinionId: z.uuid().optional(),
  opinionOn: IsoDate.optional(),
  opinionLate: z.boolean().optional(),
  lapsedOn: IsoDate.optional().describe('The day after the last one, when no opinion had come'),
  answeredOn: IsoDate.optional(),
  decisionCommunicatedOn: IsoDate.optional(),
  decision: Decision.optional(),
  closedOn: IsoDate.optional(),
  withdrawnOn: IsoDate.optional(),
  withdrawalReason: LocalizedText(3, 500).optional(),
  unanswered: z.boolean().describe('Nobody replied, or the time-frame lapsed without an opinion; as it stands'),
  evidence: z.array(Evidence).max(mostEvidence),
  lastActAt: Instant.describe('When one of the two sides last did something'),
};

/** The whole consultation, as facts carry it. */
export const ConsultationState = z.object(state).meta({ id: 'ConsultationState' });
export const Consultation = z.object({ href: z.url(), ...state }).meta({ id: 'Consultation' });

export const ConsultationSummary = z
  .object({ href: z.url(), ...state })
  .pick({
    href: true,
    id: true,
    ref: true,
    version: true,
    status: true,
    planId: true,
    planTitle: true,
    planType: true,
    direction: true,
    authorParty: true,
    affectedParty: true,
    trigger: true,
    legalBasis: true,
    openedOn: true,
    replyDueOn: true,
    dueOn: true,
    opinionOn: true,
    opinionLate: true,
    decisionCommunicatedOn: true,
    unanswered: true,
    classification: true,
  })
  .meta({ id: 'ConsultationSummary' });

export const consultations = collection({
  table: 'consultation',
  item: ConsultationSummary,
  relations: sidesRelations,
  filters: {
    ref: anyOf('ref', HumanReference),
    status: anyOf('status', ConsultationStatus),
    direction: anyOf('direction', Direction),
    planId: anyOf('plan_id', z.uuid()),
    planType: anyOf('plan_type', CodeOf('planTypes')),
    authorParty: anyOf('author_party', Party),
    affectedParty: anyOf('affected_party', Party),
    trigger: anyOf('trigger', CodeOf('consultationTriggers')),
    legalBasis: anyOf('legal_basis', CodeOf('legalBases')),
    unanswered: is('unanswered'),
    opinionLate: is('opinion_late'),
    openedOnFrom: onOrAfter('opened_on'),
    openedOnTo: onOrBefore('opened_on'),
    replyDueOnFrom: onOrAfter('reply_due_on'),
    replyDueOnTo: onOrBefore('reply_due_on'),
    dueOnFrom: onOrAfter('due_on'),
    dueOnTo: onOrBefore('due_on'),
  },
  sorts: { ref: byText('ref'), openedOn: byDay('opened_on'), dueOn: byDate('due_on') },
  defaultSort: '-openedOn',
  searched: true,
});
export type ConsultationQuery = z.infer<typeof consultations.query>;
