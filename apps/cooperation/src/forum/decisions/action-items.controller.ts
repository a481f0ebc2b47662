import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { notAParty } from '../../shared/acts/participants.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import type { ActionItemRecord } from './action-item.entity.js';
import {
  ActionItem,
  actionItems,
  Closure,
  NewActionItem,
  Reopening,
  type ActionItemQuery,
} from './action-item.schema.js';
import { ActionItemsService } from './action-items.service.js';
import { actionExample, closureExample, reopeningExample } from './decision.example.js';

const read = 'cooperation:read';
const write = 'cooperation:write';
const refuses = [resourceNotFound, stalePrecondition, illegalTransition, sourceRequired, languageIncomplete];
const act = { scope: write, returns: ActionItem, status: 200, refuses } as const;

@Controller()
export class ActionItemsController {
  constructor(private readonly items: ActionItemsService) {}

  @Operation({
    route: 'GET /actionItems',
    summary: 'List action items of decisions of the Forum',
    scope: read,
    query: actionItems.query,
    returns: actionItems.page,
  })
  list(call: Call<undefined, never, ActionItemQuery>): Promise<Page> {
    return this.items.list(call);
  }

  @Operation({
    route: 'GET /actionItems/{actionItemId}',
    summary: 'Read an action item',
    scope: read,
    returns: ActionItem,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.items.read(call);
  }

  @Operation({
    route: 'POST /decisions/{decisionId}/actionItems',
    resource: 'actionItems',
    summary: 'Record an action item of a decision: what a party does, and by when',
    scope: write,
    body: NewActionItem,
    returns: ActionItem,
    refuses: [resourceNotFound, notAParty, languageIncomplete],
    examples: { list: actionExample },
  })
  open(call: Call<NewActionItem, 'decisionId'>): Promise<ActionItemRecord> {
    return this.items.open(call);
  }

  @Operation({
    route: 'POST /actionItems/{actionItemId}/closures',
    summary: 'Close an action item with its outcome',
    body: Closure,
    examples: { done: closureExample },
    ...act,
  })
  close(call: Call<Closure, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.items.close(call);
  }

  @Operation({
    route: 'POST /actionItems/{actionItemId}/reopenings',
    summary: 'Reopen a closed action item, with the reason',
    body: Reopening,
    examples: { incomplete: reopeningExample },
    ...act,
  })
  reopen(call: Call<Reopening, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.items.reopen(call);
  }
}
