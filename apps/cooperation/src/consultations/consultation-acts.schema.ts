import { Classification } from '@passerelle/domain/classification';
import { CountingRule, endingOn } from '@passerelle/domain/counting-rule';
import { LocalizedText } from '@passerelle/domain/localized-text';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { mergePatch } from '@passerelle/platform/operations';
import { z } from 'zod';
import { ProcedureDocument } from '../documents.js';
import { told } from '../told.js';

// What the two sides of a consultation may do, each with its body.

export const Side = z.enum(['author', 'affected']).meta({ id: 'ConsultationSide' });
export type Side = z.infer<typeof Side>;

/** What opens a consultation, and stays on its record. */
export const terms = {
  planId: z.uuid(),
  componentId: z.uuid().describe('The part of the plan that is consulted on'),
  noticeId: z.uuid().describe('The notice with which the author informed the affected region'),
  affectedParty: Party,
  trigger: CodeOf('consultationTriggers'),
  legalBasis: CodeOf('legalBases'),
  requestedOn: IsoDate.optional().describe('When the affected region asked for it'),
  effects: LocalizedText(3, 500).optional().describe('Which effects beyond the border are likely'),
  replyDueOn: IsoDate.optional()
    .describe('Last day on which the author expects to hear whether consultations are wished for')
    .meta({ 'x-calendar': 'consultationReplyDue' }),
  classification: Classification,
};

export const NewConsultation = z
  .strictObject({
    ...terms,
    classification: Classification.default('internal').describe('Never more open than the plan'),
    ...told,
  })
  .refine(({ trigger, requestedOn }) => (trigger === 'requestedByAffected') === (requestedOn !== undefined), {
    error: 'is given where the affected region asked for the consultation, and only there',
    path: ['requestedOn'],
  })
  .meta({ id: 'NewConsultation' });
export type NewConsultation = z.infer<typeof NewConsultation>;

export const ConsultationChange = mergePatch(
  z.strictObject({
    classification: Classification,
    departments: z.array(CodeOf('departments')).min(1).max(20),
  }),
).meta({ id: 'ConsultationChange' });
export interface ConsultationChange {
  readonly classification?: Classification;
  readonly departments?: string[];
}

/** An act that is done by doing it. */
export const ConsultationAct = z.strictObject(told).meta({ id: 'ConsultationAct' });
export type ConsultationAct = z.infer<typeof ConsultationAct>;

export const Reply = z
  .strictObject({ wish: z.enum(['yes', 'no']).describe('Whether the region wishes to enter consultations'), ...told })
  .meta({ id: 'ConsultationReply' });
export type Reply = z.infer<typeof Reply>;

/** Either side may act; whoever tells an act of the other side says so. */
const eitherSide = {
  side: Side.optional().describe('Whose act it is; that of the caller’s own side when absent'),
  ...told,
};

export const TimeframeProposal = z
  .strictObject({
    startsOn: IsoDate,
    dueOn: IsoDate.optional().describe('The last day on which the opinion is in time'),
    days: z.int().min(1).max(1000).optional().describe('Instead of the last day: how many, by the counting rule'),
    countingRule: CountingRule,
    ...eitherSide,
  })
  .superRefine(({ startsOn, dueOn, days, countingRule }, context) => {
    if ((dueOn === undefined) === (days === undefined))
      context.addIssue({ code: 'custom', path: ['dueOn'], message: 'or days is given, and not both' });
    if (dueOn === undefined) return;
    const fault = (message: string) =>
      context.addIssue({ code: 'custom', path: ['dueOn'], params: { issue: 'invalidPeriod' }, message });
    if (dueOn <= startsOn) fault('must lie after the day on which the period begins');
    const ends = CountingRule.safeParse(countingRule).success ? endingOn(countingRule, dueOn) : dueOn;
    if (ends !== dueOn) fault(`is no working day, on which the rule ends: the next one is ${ends}`);
  })
  .meta({ id: 'TimeframeProposal' });
export type TimeframeProposal = z.infer<typeof TimeframeProposal>;

export const ExtensionProposal = z
  .strictObject({ dueOn: IsoDate, reason: LocalizedText(3, 500), ...eitherSide })
  .meta({ id: 'ExtensionProposal' });
export type ExtensionProposal = z.infer<typeof ExtensionProposal>;

/** Names the day that is accepted, so that nobody accepts a proposal that has changed meanwhile. */
export const Acceptance = z
  .strictObject({ dueOn: IsoDate.describe('The last day that was proposed'), ...eitherSide })
  .meta({ id: 'Acceptance' });
export type Acceptance = z.infer<typeof Acceptance>;

export const DecisionCommunicated = z
  .strictObject({
    decidedOn: IsoDate.describe('When the authority decided'),
    documents: z.array(ProcedureDocument).min(1).max(20),
    summary: LocalizedText(3, 500).optional().describe('How the opinion was taken into account'),
    ...told,
  })
  .meta({ id: 'DecisionCommunicated' });
export type DecisionCommunicated = z.infer<typeof DecisionCommunicated>;

export const ConsultationWithdrawal = z
  .strictObject({ reason: LocalizedText(3, 500), ...told })
  .meta({ id: 'ConsultationWithdrawal' });
export type ConsultationWithdrawal = z.infer<typeof ConsultationWithdrawal>;
