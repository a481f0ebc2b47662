import { distinct } from '@passerelle/domain/distinct';
import { FiledDocument } from '@passerelle/domain/filed-document';
import { Instant } from '@passerelle/domain/instant';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { OrganisationRef } from '@passerelle/domain/organisation-ref';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { commonTerms, JointPartner, newTerms } from '../joint-work.js';
import { jointRelations } from '../../shared/visibility/relations.js';
import { recordedAt } from '../../shared/acts/evidence.js';
import { Budget, ShareAmount, Shares } from './shares.js';

export const StudyStatus = z
  .enum(['proposed', 'agreed', 'procured', 'running', 'delivered', 'published', 'closed', 'cancelled'])
  .meta({ id: 'JointStudyStatus' });
export type StudyStatus = z.infer<typeof StudyStatus>;

const WorkStep = z
  .strictObject({ title: LocalizedText(3, 300), dueOn: IsoDate.optional().describe('The last day') })
  .meta({ id: 'StudyStep', description: 'A step of the work' });
export type WorkStep = z.infer<typeof WorkStep>;

const DeliverableCode = z
  .string()
  .max(40)
  .regex(/^[a-z][A-Za-z0-9]*$/)
  .describe('Names it within the study');

const promised = {
  code: DeliverableCode,
  title: LocalizedText(3, 300),
  dueOn: IsoDate.optional().describe('The last day'),
};
const NewDeliverable = z
  .strictObject(promised)
  .meta({ id: 'NewStudyDeliverable', description: 'What the study delivers' });

/** A deliverable of the study, and when it was received. */
export const StudyDeliverable = z
  .object({ ...promised, deliveredOn: IsoDate.optional(), document: FiledDocument.optional() })
  .meta({ id: 'StudyDeliverable' });
export type StudyDeliverable = z.infer<typeof StudyDeliverable>;

const terms = {
  title: LocalizedText(3, 300),
  partners: z.array(JointPartner).max(20).describe('The organisations that carry out the study'),
  plannedStartOn: IsoDate.optional().describe('Planned first day'),
  plannedEndOn: IsoDate.meta({
    'x-calendar': 'studyEnd',
    'x-calendar-done': [{ day: 'runsTo' }, { status: ['delivered', 'published', 'closed'], day: 'publishedOn' }],
  })
    .optional()
    .describe('Planned last day; `runsTo` is the day of the delivery'),
  workPlan: z.array(WorkStep).max(20),
  deliverables: z
    .array(NewDeliverable)
    .max(20)
    .refine((owed) => distinct(owed.map(({ code }) => code)), 'must not name a deliverable twice'),
  ...commonTerms,
};

/** What the parties agree to: a change of it voids their agreements, so it is an act and not a correction. */
const deal = {
  shares: Shares.describe('The parties, and the share of each if known'),
  budget: Budget.optional().describe('Absent if no source gives it'),
};

const history = {
  runsFrom: IsoDate.optional().describe('The day on which the work began'),
  runsTo: IsoDate.optional().describe('The day on which it was delivered'),
  publishedOn: IsoDate.optional().describe('The day of the publication'),
};

type Days = Partial<Record<keyof typeof history, string | undefined>>;

const isInOrder = ({ runsFrom = '', runsTo = '~', publishedOn = '~' }: Days): boolean =>
  runsFrom <= runsTo && runsFrom <= publishedOn && (runsTo === '~' || runsTo <= publishedOn);

export const NewJointStudy = z
  .strictObject({
    ...deal,
    ...terms,
    ...newTerms,
    ...history,
    partners: terms.partners.default([]),
    workPlan: terms.workPlan.default([]),
    deliverables: terms.deliverables.default([]),
    proposedOn: IsoDate.optional().describe('The day of the proposal; today when absent'),
    status: z
      .enum(['proposed', 'published'])
      .default('proposed')
      .describe('`published` if the study is published already: its earlier acts are not recorded'),
  })
  .refine(
    ({ status, runsFrom, runsTo, publishedOn }) => status === 'published' || !(runsFrom ?? runsTo ?? publishedOn),
    {
      error: 'must be published if runsFrom, runsTo or publishedOn is given',
      path: ['status'],
    },
  )
  .refine(({ status, proposedOn }) => status === 'proposed' || proposedOn === undefined, {
    error: 'is allowed for a proposed study only: it is not recorded for a published one',
    path: ['proposedOn'],
  })
  .refine(({ runsFrom, runsTo }) => runsFrom === undefined || runsTo !== undefined, {
    error: 'is required if runsFrom is given: a published study no longer runs',
    path: ['runsTo'],
  })
  .refine(isInOrder, { error: 'must be in order', path: ['runsTo'], params: { issue: 'invalidPeriod' } })
  .meta({ id: 'NewJointStudy' });
export type NewJointStudy = z.infer<typeof NewJointStudy>;

/** What a change may touch, whole. */
export const JointStudyTerms = z.strictObject(terms);
export const JointStudyChange = mergePatch(JointStudyTerms).meta({ id: 'JointStudyChange' });
export type JointStudyChange = Patch<z.infer<typeof JointStudyTerms>>;

export const Renegotiation = z
  .strictObject({ ...deal, reason: LocalizedMultilineText(3, 500).optional() })
  .meta({ id: 'StudyRenegotiation' });
export type Renegotiation = z.infer<typeof Renegotiation>;

export const StudyAgreement = z.strictObject({ party: Party, ...recordedAt }).meta({ id: 'StudyAgreement' });
export type StudyAgreement = z.infer<typeof StudyAgreement>;

export const StudyContract = z
  .strictObject({ on: IsoDate.describe('The day of the award'), contractor: OrganisationRef })
  .meta({ id: 'StudyContract' });
export type StudyContract = z.infer<typeof StudyContract>;

export const ReceivedDeliverable = z
  .strictObject({
    code: DeliverableCode,
    on: IsoDate.describe('The day of the delivery'),
    document: FiledDocument.optional(),
  })
  .meta({ id: 'ReceivedDeliverable' });
export type ReceivedDeliverable = z.infer<typeof ReceivedDeliverable>;

export const StudyPublication = z
  .strictObject({ on: IsoDate.describe('The day of the publication'), document: FiledDocument.optional() })
  .meta({ id: 'StudyPublication' });
export type StudyPublication = z.infer<typeof StudyPublication>;

/** The agreement of a party to the current shares and budget. */
const Given = z.object({ party: Party, at: Instant, source: MultilineText(3, 1000).optional() });
export type Given = z.infer<typeof Given>;

const state = {
  status: StudyStatus,
  ...terms,
  ...deal,
  deliverables: z.array(StudyDeliverable).max(20),
  parties: z.array(Party).max(4).describe('Those of the shares'),
  shareAmounts: z.array(ShareAmount).max(4).optional().describe('To the cent, if budget and shares are known'),
  agreedBy: z.array(Given).max(4).describe('Agreements to the current shares and budget'),
  contractor: OrganisationRef.optional(),
  ...history,
  publication: FiledDocument.optional(),
  statusSince: IsoDate.optional().describe('The day of the act that led to the status'),
  statusReason: LocalizedMultilineText(3, 500).optional(),
};

export const {
  State: JointStudyState,
  View: JointStudy,
  Summary: JointStudySummary,
} = shapesOf('JointStudy', state, [
  'status',
  'title',
  'shares',
  'budget',
  'parties',
  'plannedEndOn',
  'runsFrom',
  'runsTo',
  'publishedOn',
  'classification',
]);

export const jointStudies = collection({
  table: 'joint_study',
  item: JointStudySummary,
  relations: jointRelations,
  filters: filtersOf(JointStudyState, ['status', 'parties', 'plannedEndOn', 'publishedOn']),
  sorts: { ref: byText('ref'), plannedEndOn: byDate('planned_end_on'), publishedOn: byDate('published_on') },
  defaultSort: 'ref',
  searched: true,
});
