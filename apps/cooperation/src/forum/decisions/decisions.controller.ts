import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  languageIncomplete,
  preconditionRequired,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { meetingNotHeld } from '../meetings/held-meeting.api.js';
import { notAParty } from '../../shared/acts/participants.js';
import { actionItemClosed, type DecisionRecord } from './decision.entity.js';
import { decisionExample } from './decision.example.js';
import { Decision, DecisionChange, decisions, NewDecision, type DecisionQuery } from './decision.schema.js';
import { DecisionsService } from './decisions.service.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class DecisionsController {
  constructor(private readonly decisions: DecisionsService) {}

  @Operation({
    route: 'GET /decisions',
    summary: 'List decisions, recommendations and information items of the Forum',
    scope: read,
    query: decisions.query,
    returns: decisions.page,
  })
  list(call: Call<undefined, never, DecisionQuery>): Promise<Page> {
    return this.decisions.list(call);
  }

  @Operation({
    route: 'GET /decisions/{decisionId}',
    summary: 'Read a decision',
    scope: read,
    returns: Decision,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'decisionId'>): Promise<DecisionRecord> {
    return this.decisions.read(call);
  }

  @Operation({
    route: 'POST /forumMeetings/{forumMeetingId}/decisions',
    resource: 'decisions',
    summary: 'Record what a meeting decided',
    scope: write,
    body: NewDecision,
    returns: Decision,
    refuses: [resourceNotFound, meetingNotHeld, notAParty, languageIncomplete],
    examples: { earlyNotice: decisionExample },
  })
  adopt(call: Call<NewDecision, 'forumMeetingId'>): Promise<DecisionRecord> {
    return this.decisions.adopt(call);
  }

  @Operation({
    route: 'PATCH /decisions/{decisionId}',
    summary: 'Correct a decision that has no closed action item',
    scope: write,
    body: DecisionChange,
    returns: Decision,
    refuses: [
      resourceNotFound,
      preconditionRequired,
      stalePrecondition,
      actionItemClosed,
      notAParty,
      languageIncomplete,
    ],
    examples: { later: { dueOn: '2027-09-30' } },
  })
  change(call: Call<DecisionChange, 'decisionId'>): Promise<DecisionRecord> {
    return this.decisions.change(call);
  }
}
