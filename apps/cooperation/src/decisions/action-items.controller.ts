import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/collections';
import { Operation, type Call } from '@passerelle/platform/operations';
import {
  illegalTransition,
  languageIncomplete,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/problems';
import { notAParty } from '../involved.js';
import { sourceRequired } from '../told.js';
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
    summary: 'List what is to be done for decisions of the Forum',
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
    summary: 'Record what a party is to do for a decision, and by when',
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
    summary: 'Record that it was done, and what came of it',
    body: Closure,
    examples: { done: closureExample },
    ...act,
  })
  close(call: Call<Closure, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.items.close(call);
  }

  @Operation({
    route: 'POST /actionItems/{actionItemId}/reopenings',
    summary: 'Record that it is to be done after all, and why',
    body: Reopening,
    examples: { incomplete: reopeningExample },
    ...act,
  })
  reopen(call: Call<Reopening, 'actionItemId'>): Promise<ActionItemRecord> {
    return this.items.reopen(call);
  }
}
