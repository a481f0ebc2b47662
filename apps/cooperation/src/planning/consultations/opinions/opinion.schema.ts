import { Classification } from '@passerelle/domain/classification';
import { Instant } from '@passerelle/domain/instant';
import { Language } from '@passerelle/domain/language';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { CodeOf } from '@passerelle/domain/reference-list';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Text } from '@passerelle/domain/text';
import { byDay, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { ProcedureDocument } from '../../../shared/documents.js';
import { sidesRelations } from '../../../shared/visibility/relations.js';
import { recordedAt } from '../../../shared/acts/evidence.js';

import { Direction } from '../consultation.schema.js';

const mostPoints = 60;

export const needsPoints = 'needs at least one point, unless there is no objection';
export const hasPoints = ({ verdict, points }: { verdict: string; points: readonly unknown[] }) =>
  points.length > 0 || verdict === 'noObjection';

const point = {
  text: LocalizedMultilineText(3, 500),
  severity: CodeOf('pointSeverities'),
  topic: CodeOf('pointTopics'),
};

export const NewPoint = z.strictObject(point).meta({ id: 'NewPoint', description: 'A remark on the plan' });

const terms = {
  verdict: CodeOf('opinionVerdicts'),
  adoptedBy: LocalizedText(2, 200).describe('The authority that adopted it: a government, an administration'),
  adoptedOn: IsoDate.optional().describe('The day of the adoption'),
  languages: z.array(Language).min(1).max(4).describe('The languages in which it was sent'),
  document: ProcedureDocument.optional(),
};

export const NewOpinion = z
  .strictObject({ ...terms, points: z.array(NewPoint).max(mostPoints), ...recordedAt })
  .refine(hasPoints, { error: needsPoints, path: ['points'] })
  .meta({ id: 'NewOpinion' });
export type NewOpinion = z.infer<typeof NewOpinion>;

/** What a change may touch, whole. */
export const OpinionTerms = z.strictObject({ ...terms, points: z.array(NewPoint).max(mostPoints) });
export const OpinionChange = mergePatch(OpinionTerms).meta({ id: 'OpinionChange' });
export type OpinionChange = Patch<z.infer<typeof OpinionTerms>>;

const answer = {
  answer: CodeOf('pointAnswers'),
  where: Text(1, 100).optional().describe('Article or page of the plan'),
  justification: LocalizedMultilineText(3, 200).optional(),
};

const saysWhy = ({ answer: given, justification }: { answer: string; justification?: unknown }) =>
  !['rejected', 'partly'].includes(given) || justification !== undefined;

export const PointAnswer = z
  .strictObject({ n: z.int().min(1).max(mostPoints).describe('The number of the point'), ...answer })
  .refine(saysWhy, {
    error: 'must give a reason for a point that is not followed, or only in part',
    path: ['justification'],
  })
  .meta({ id: 'PointAnswer', description: 'What the author makes of a point' });

export const Answers = z
  .strictObject({ answers: z.array(PointAnswer).min(1).max(mostPoints), ...recordedAt })
  .meta({ id: 'OpinionAnswers' });
export type Answers = z.infer<typeof Answers>;

export const Point = z
  .object({
    n: z.int(),
    ...point,
    ...answer,
    answer: answer.answer.optional(),
  })
  .meta({ id: 'OpinionPoint' });
export type Point = z.infer<typeof Point>;

export const OpinionStatus = z.enum(['submitted', 'answered']).meta({ id: 'OpinionStatus' });
export type OpinionStatus = z.infer<typeof OpinionStatus>;

const state = {
  status: OpinionStatus,
  consultationId: z.uuid(),
  planId: z.uuid(),
  planTitle: LocalizedText(3, 300),
  direction: Direction.describe('Direction of the consultation'),
  party: Party.describe('The region that gave the opinion'),
  authorParty: Party.optional(),
  affectedParty: Party,
  parties: z.array(Party).max(2),
  ...terms,
  points: z.array(Point).max(mostPoints),
  sentAt: Instant,
  sentOn: IsoDate,
  late: z.boolean().describe('True if sent after the last day; it is recorded all the same'),
  answeredOn: IsoDate.optional(),
  level: TerritorialLevel,
  objective: Objective,
  classification: Classification,
};

export const {
  State: OpinionState,
  View: Opinion,
  Summary: OpinionSummary,
} = shapesOf('Opinion', state, [
  'status',
  'consultationId',
  'planId',
  'planTitle',
  'direction',
  'party',
  'verdict',
  'adoptedBy',
  'sentOn',
  'late',
  'answeredOn',
  'classification',
]);

export const opinions = collection({
  table: 'opinion',
  item: OpinionSummary,
  relations: sidesRelations,
  filters: filtersOf(OpinionState, [
    'status',
    'consultationId',
    'planId',
    'direction',
    'party',
    'verdict',
    'late',
    'sentOn',
  ]),
  sorts: { ref: byText('ref'), sentOn: byDay('sent_on') },
  defaultSort: '-sentOn',
  searched: true,
});
export type OpinionQuery = z.infer<typeof opinions.query>;
