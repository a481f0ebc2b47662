import { CodeOf } from '@passerelle/domain/reference-list';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { IsoDate } from '@passerelle/domain/period';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { Themes } from '@passerelle/domain/theme';
import type { Relations } from '@passerelle/platform/access/rights';
import { byDay, byText, collection, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';

// What the agency does after a meeting: one department, one last day. Of internal use only, even if the meeting is public.

export const FollowUpStatus = z.enum(['open', 'closed']).meta({ id: 'FollowUpStatus' });
export type FollowUpStatus = z.infer<typeof FollowUpStatus>;

const terms = {
  title: LocalizedText(3, 300),
  department: CodeOf('departments').describe('The department that does it'),
  dueOn: IsoDate.meta({ 'x-calendar': 'actionDue', 'x-calendar-done': [{ day: 'closedOn' }] }).describe('The last day'),
};

export const NewFollowUp = z.strictObject(terms).meta({ id: 'NewFollowUp' });
export type NewFollowUp = z.infer<typeof NewFollowUp>;

/** What a change may touch, whole. */
export const FollowUpTerms = z.strictObject(terms);
export const FollowUpChange = mergePatch(FollowUpTerms).meta({ id: 'FollowUpChange' });
export type FollowUpChange = Patch<z.infer<typeof FollowUpTerms>>;

const outcome = LocalizedMultilineText(3, 500);
export const FollowUpClosure = z
  .strictObject({ on: IsoDate.describe('The day on which it was done'), outcome })
  .meta({ id: 'FollowUpClosure' });
export type FollowUpClosure = z.infer<typeof FollowUpClosure>;

export const FollowUpReopening = z
  .strictObject({ reason: LocalizedMultilineText(3, 500) })
  .meta({ id: 'FollowUpReopening' });
export type FollowUpReopening = z.infer<typeof FollowUpReopening>;

const state = {
  status: FollowUpStatus,
  bodyMeetingId: z.uuid().meta({ description: 'The meeting that asked for it', 'x-belongs-to': 'bodyMeetings' }),
  bodyId: z.uuid(),
  ...terms,
  themes: Themes.describe('Those of the meeting'),
  level: TerritorialLevel,
  objective: Objective,
  closedOn: IsoDate.optional(),
  overdueOn: IsoDate.optional().describe('The first day on which it was overdue; kept where it is done late'),
  late: z.boolean().optional().describe('True when it was done after its last day'),
  outcome: outcome.optional(),
  reopenReason: LocalizedMultilineText(3, 500).optional(),
  classification: z.literal('internal'),
};

export const {
  State: FollowUpState,
  View: FollowUp,
  Summary: FollowUpSummary,
} = shapesOf('FollowUp', state, [
  'status',
  'bodyMeetingId',
  'bodyId',
  'title',
  'department',
  'dueOn',
  'closedOn',
  'overdueOn',
  'late',
]);

/** No caller outside the Region has a part in it. */
export const followUpRelations: Relations = {};

export const followUps = collection({
  table: 'follow_up',
  item: FollowUpSummary,
  relations: followUpRelations,
  filters: filtersOf(FollowUpState, ['status', 'bodyMeetingId', 'bodyId', 'department', 'dueOn', 'overdueOn']),
  sorts: { ref: byText('ref'), dueOn: byDay('due_on') },
  defaultSort: 'dueOn',
  searched: true,
});
