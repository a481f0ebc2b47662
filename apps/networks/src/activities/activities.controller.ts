import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { activityExample } from '../examples.js';
import { ActivitiesService } from './activities.service.js';
import type { ActivityRecord } from './activity.entity.js';
import {
  activities,
  Activity,
  ActivityChange,
  NewActivity,
  Withdrawal,
  type ActivityQuery,
} from './activity.schema.js';

const read = 'networks:read';
const write = 'networks:write';

@Controller()
export class ActivitiesController {
  constructor(private readonly activities: ActivitiesService) {}

  @Operation({
    route: 'GET /activities',
    summary: 'List activities in networks, bodies and projects',
    scope: read,
    query: activities.query,
    returns: activities.page,
  })
  list(call: Call<undefined, never, ActivityQuery>): Promise<Page> {
    return this.activities.list(call);
  }

  @Operation({
    route: 'GET /activities/{activityId}',
    summary: 'Read an activity',
    scope: read,
    returns: Activity,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'activityId'>): Promise<ActivityRecord> {
    return this.activities.read(call);
  }

  @Operation({
    route: 'POST /activities',
    summary: 'Record an activity that took place or has begun',
    scope: write,
    body: NewActivity,
    returns: Activity,
    refuses: [languageIncomplete],
    examples: { summit: activityExample },
  })
  record(call: Call<NewActivity>): Promise<ActivityRecord> {
    return this.activities.record(call);
  }

  @Operation({
    route: 'PATCH /activities/{activityId}',
    summary: 'Correct an activity',
    scope: write,
    body: ActivityChange,
    returns: Activity,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete],
    examples: { spoke: { part: 'spoke' } },
  })
  change(call: Call<ActivityChange, 'activityId'>): Promise<ActivityRecord> {
    return this.activities.change(call);
  }

  @Operation({
    route: 'POST /activities/{activityId}/withdrawals',
    summary: 'Withdraw an activity that did not take place, or not as recorded',
    scope: write,
    body: Withdrawal,
    returns: Activity,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, illegalTransition],
    examples: { cancelled: { reason: { fr: 'Annulée par l’organisateur.', nl: 'Afgelast door de organisator.' } } },
  })
  withdraw(call: Call<Withdrawal, 'activityId'>): Promise<ActivityRecord> {
    return this.activities.withdraw(call);
  }
}
