import { Classification } from '@passerelle/domain/classification';
import { CountingRule } from '@passerelle/domain/counting-rule';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { mergePatch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { ProcedureDocument } from '../../shared/documents.js';
import { recordedAt } from '../../shared/acts/evidence.js';
import { longestTimeframe, timeframeFaults } from './timeframe-faults.js';

// The acts of the two sides of a consultation, each with its body.

export const Side = z.enum(['author', 'affected']).meta({ id: 'ConsultationSide', description: 'Whose act it is' });
export type Side = z.infer<typeof Side>;

/** The terms of the opening; they are stored on the record. */
export const terms = {
  planId: z.uuid().describe('The plan that is consulted on'),
  componentId: z.uuid().describe('The part of the plan that is consulted on'),
  noticeId: z.uuid().describe('The notice with which the author informed the affected region'),
  affectedParty: Party,
  trigger: CodeOf('consultationTriggers'),
  legalBasis: CodeOf('legalBases'),
  requestedOn: IsoDate.optional().describe('The day on which the affected region asked for it'),
  effects: LocalizedMultilineText(3, 500).optional().describe('Likely effects beyond the border'),
  replyDueOn: IsoDate.optional()
    .describe('Last day for the affected region to reply whether it wishes to enter consultations')
    .meta({
      'x-calendar': 'consultationReplyDue',
      'x-calendar-done': [{ day: 'repliedOn' }, { day: 'decisionCommunicatedOn' }],
    }),
  classification: Classification,
};

export const NewConsultation = z
  .strictObject({
    ...terms,
    classification: Classification.default('internal').describe('Never more open than the plan'),
    ...recordedAt,
  })
  .refine(({ trigger, requestedOn }) => (trigger === 'requestedByAffected') === (requestedOn !== undefined), {
    error: 'required if, and only if, trigger is requestedByAffected',
    path: ['requestedOn'],
  })
  .meta({ id: 'NewConsultation' });
export type NewConsultation = z.infer<typeof NewConsultation>;

export const ConsultationChange = mergePatch(
  z.strictObject({
    classification: Classification,
    departments: z.array(CodeOf('departments')).min(1).max(20).describe('The departments that it concerns'),
  }),
).meta({ id: 'ConsultationChange' });
export interface ConsultationChange {
  readonly classification?: Classification;
  readonly departments?: string[];
}

/** An act without a body of its own. */
export const ConsultationAct = z.strictObject(recordedAt).meta({ id: 'ConsultationAct' });
export type ConsultationAct = z.infer<typeof ConsultationAct>;

export const Reply = z
  .strictObject({
    wish: z.enum(['yes', 'no']).describe('Whether the region wishes to enter consultations'),
    ...recordedAt,
  })
  .meta({ id: 'ConsultationReply' });
export type Reply = z.infer<typeof Reply>;

/** Either side may act; a caller who records an act of the other side names that side. */
const eitherSide = {
  side: Side.optional().describe('The side that acted; the caller’s own side when absent'),
  ...recordedAt,
};

export const TimeframeProposal = z
  .strictObject({
    startsOn: IsoDate.describe('The first day of the time-frame'),
    dueOn: IsoDate.optional().describe('The last day for an opinion in time'),
    days: z
      .int()
      .min(1)
      .max(longestTimeframe)
      .optional()
      .describe('The number of days by the counting rule, instead of the last day'),
    countingRule: CountingRule,
    ...eitherSide,
  })
  .superRefine((asked, context) => {
    for (const { name, issue, detail } of timeframeFaults(asked))
      context.addIssue({ code: 'custom', path: [name], params: { issue }, message: detail });
  })
  .meta({ id: 'TimeframeProposal' });
export type TimeframeProposal = z.infer<typeof TimeframeProposal>;

export const ExtensionProposal = z
  .strictObject({ dueOn: IsoDate.describe('The new last day'), reason: LocalizedMultilineText(3, 500), ...eitherSide })
  .meta({ id: 'ExtensionProposal' });
export type ExtensionProposal = z.infer<typeof ExtensionProposal>;

/** Names the accepted day, so that a proposal that changed in the meantime cannot be accepted. */
export const Acceptance = z
  .strictObject({ dueOn: IsoDate.describe('The proposed last day'), ...eitherSide })
  .meta({ id: 'Acceptance' });
export type Acceptance = z.infer<typeof Acceptance>;

export const DecisionCommunicated = z
  .strictObject({
    decidedOn: IsoDate.describe("The day of the authority's decision"),
    documents: z.array(ProcedureDocument).min(1).max(20),
    summary: LocalizedMultilineText(3, 500).optional().describe('How the opinion was taken into account'),
    ...recordedAt,
  })
  .meta({ id: 'DecisionCommunicated' });
export type DecisionCommunicated = z.infer<typeof DecisionCommunicated>;

export const ConsultationWithdrawal = z
  .strictObject({ reason: LocalizedMultilineText(3, 500), ...recordedAt })
  .meta({ id: 'ConsultationWithdrawal' });
export type ConsultationWithdrawal = z.infer<typeof ConsultationWithdrawal>;
