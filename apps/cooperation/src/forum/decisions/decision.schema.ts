import { Classification } from '@passerelle/domain/classification';
import { distinct } from '@passerelle/domain/distinct';
import { LocalizedMultilineText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { MultilineText } from '@passerelle/domain/text';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { meetingPlanned } from '../meetings/forum-meeting.facts.js';
import { decisionRelations, meetingRelations } from '../../shared/visibility/relations.js';

/** Only decisions bind, so only decisions have a due day. */
export const DecisionKind = z
  .enum(['decision', 'recommendation', 'information'])
  .meta({ id: 'DecisionKind', description: 'Only a decision binds' });

const terms = {
  text: LocalizedMultilineText(3, 300).describe('Summary of the decision; the full wording is in the minutes'),
  kind: DecisionKind,
  adoptedBy: z
    .array(Party)
    .min(1)
    .max(10)
    .refine(distinct, 'must not name a party twice')
    .describe('Which parties to the agreement adopted it'),
  dueOn: IsoDate.meta({
    'x-calendar': 'decisionDue',
    'x-calendar-done': [{ of: { resource: 'actionItems', field: 'decisionId' }, status: ['closed'], day: 'doneOn' }],
  })
    .optional()
    .describe('The last day; for decisions only'),
  source: MultilineText(3, 1000).optional().describe('Where this is written'),
};

export const NewDecision = z
  .strictObject(terms)
  .refine(({ kind, dueOn }) => kind === 'decision' || dueOn === undefined, {
    error: 'is allowed for a decision only: recommendations and information items have no due day',
    path: ['dueOn'],
  })
  .meta({ id: 'NewDecision' });
export type NewDecision = z.infer<typeof NewDecision>;

/** What a change may touch, whole. */
export const DecisionTerms = z.strictObject(terms);
export const DecisionChange = mergePatch(DecisionTerms).meta({ id: 'DecisionChange' });
export type DecisionChange = Patch<z.infer<typeof DecisionTerms>>;

const state = {
  forumMeetingId: z.uuid(),
  agreementId: z.uuid(),
  ...terms,
  decidedOn: IsoDate.describe('The day of the meeting'),
  parties: z.array(Party).max(10).describe('Those of the agreement'),
  classification: Classification,
  level: TerritorialLevel,
  objective: Objective,
};

/** Action items are separate records. */
export const {
  State: DecisionState,
  View: Decision,
  Summary: DecisionSummary,
} = shapesOf('Decision', state, [
  'forumMeetingId',
  'agreementId',
  'text',
  'kind',
  'adoptedBy',
  'decidedOn',
  'dueOn',
  'classification',
]);

export const decisions = collection({
  table: 'decision',
  item: DecisionSummary,
  relations: decisionRelations,
  filters: filtersOf(DecisionState, ['forumMeetingId', 'agreementId', 'kind', 'adoptedBy', 'decidedOn', 'dueOn']),
  sorts: { ref: byText('ref'), decidedOn: byDate('decided_on'), dueOn: byDate('due_on') },
  defaultSort: '-decidedOn',
  searched: true,
  embeds: {
    forumMeeting: embed('forumMeetingId', 'forum_meeting', meetingPlanned, 'ForumMeeting', meetingRelations),
  },
});
