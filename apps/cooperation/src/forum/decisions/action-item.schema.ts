import { Classification } from '@passerelle/domain/classification';
import { LocalizedMultilineText, LocalizedText } from '@passerelle/domain/localized-text';
import { Objective } from '@passerelle/domain/objective';
import { Party } from '@passerelle/domain/party';
import { IsoDate } from '@passerelle/domain/period';
import { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { byDate, byText, collection, embed, filtersOf } from '@passerelle/platform/data/lists';
import { shapesOf } from '@passerelle/platform/features/records';
import { mergePatch, type Patch } from '@passerelle/platform/runtime/operations';
import { z } from 'zod';
import { actionRelations, decisionRelations } from '../../shared/visibility/relations.js';
import { recordedOn } from '../../shared/acts/evidence.js';
import { decisionAdopted } from './decision.facts.js';

export const ActionStatus = z.enum(['open', 'closed']).meta({ id: 'ActionItemStatus' });
export type ActionStatus = z.infer<typeof ActionStatus>;

const terms = {
  ownerParty: Party.describe('The party that accepted it'),
  title: LocalizedText(3, 300),
  dueOn: IsoDate.meta({ 'x-calendar': 'actionDue', 'x-calendar-done': [{ day: 'doneOn' }] }).describe('The last day'),
};

export const NewActionItem = z.strictObject(terms).meta({ id: 'NewActionItem' });
export type NewActionItem = z.infer<typeof NewActionItem>;

/** What a change may touch, whole: who owns it was agreed. */
export const ActionItemTerms = z.strictObject({ title: terms.title, dueOn: terms.dueOn });
export const ActionItemChange = mergePatch(ActionItemTerms).meta({ id: 'ActionItemChange' });
export type ActionItemChange = Patch<z.infer<typeof ActionItemTerms>>;

const outcome = LocalizedMultilineText(3, 500);

/** An item cannot be closed without an outcome. */
export const Closure = z.strictObject({ outcome, ...recordedOn }).meta({ id: 'ActionItemClosure' });
export type Closure = z.infer<typeof Closure>;

export const Reopening = z
  .strictObject({ reason: LocalizedMultilineText(3, 500), source: recordedOn.source })
  .meta({ id: 'ActionItemReopening' });
export type Reopening = z.infer<typeof Reopening>;

const state = {
  status: ActionStatus,
  decisionId: z.uuid(),
  forumMeetingId: z.uuid(),
  agreementId: z.uuid(),
  ...terms,
  doneOn: IsoDate.optional(),
  overdueOn: IsoDate.optional().describe('The first day on which it was overdue; kept after it is closed'),
  late: z.boolean().optional().describe('True when it was closed after its due day'),
  outcome: outcome.optional(),
  source: recordedOn.source.describe('Evidence of the last act, where it was recorded later or for another region'),
  reopenReason: LocalizedMultilineText(3, 500).optional(),
  parties: z.array(Party).max(10).describe('Those of the agreement'),
  classification: Classification,
  level: TerritorialLevel,
  objective: Objective,
};

export const {
  State: ActionItemState,
  View: ActionItem,
  Summary: ActionItemSummary,
} = shapesOf('ActionItem', state, [
  'status',
  'decisionId',
  'forumMeetingId',
  'ownerParty',
  'title',
  'dueOn',
  'doneOn',
  'overdueOn',
  'late',
  'classification',
]);

export const actionItems = collection({
  table: 'action_item',
  item: ActionItemSummary,
  relations: actionRelations,
  filters: filtersOf(ActionItemState, [
    'status',
    'decisionId',
    'forumMeetingId',
    'agreementId',
    'ownerParty',
    'dueOn',
    'overdueOn',
  ]),
  sorts: { ref: byText('ref'), dueOn: byDate('due_on') },
  defaultSort: 'dueOn',
  searched: true,
  embeds: { decision: embed('decisionId', 'decision', decisionAdopted, 'Decision', decisionRelations) },
});
