import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  languageIncomplete,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { alreadyTold, type PlanRecord } from './plan.entity.js';
import { josaphatExample, planExample } from './plan.example.js';
import { NewPlan, Plan, PlanChange, plans, type PlanQuery } from './plan.schema.js';
import { PlansService } from './plans.service.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class PlansController {
  constructor(private readonly plans: PlansService) {}

  @Operation({
    route: 'GET /plans',
    summary: 'List plans of the planning authorities',
    scope: read,
    query: plans.query,
    returns: plans.page,
  })
  list(call: Call<undefined, never, PlanQuery>): Promise<Page> {
    return this.plans.list(call);
  }

  @Operation({
    route: 'GET /plans/{planId}',
    summary: 'Read a plan',
    scope: read,
    returns: Plan,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'planId'>): Promise<PlanRecord> {
    return this.plans.read(call);
  }

  @Operation({
    route: 'POST /plans',
    summary: 'Register a plan with its parts',
    description: 'A region registers its own plans, internal and shared with itself; Brussels registers any plan.',
    scope: write,
    body: NewPlan,
    returns: Plan,
    refuses: [languageIncomplete],
    examples: { josaphat: josaphatExample, flemishPolicyPlan: planExample },
  })
  register(call: Call<NewPlan>): Promise<PlanRecord> {
    return this.plans.register(call);
  }

  @Operation({
    route: 'PATCH /plans/{planId}',
    summary: 'Correct a plan; its type and its region cannot change',
    scope: write,
    body: PlanChange,
    returns: Plan,
    refuses: [resourceNotFound, preconditionRequired, stalePrecondition, recordClosed, languageIncomplete, alreadyTold],
    examples: { shared: { parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'] } },
  })
  change(call: Call<PlanChange, 'planId'>): Promise<PlanRecord> {
    return this.plans.change(call);
  }
}
