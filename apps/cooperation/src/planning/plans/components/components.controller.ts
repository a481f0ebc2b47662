import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import {
  illegalTransition,
  languageIncomplete,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
} from '@passerelle/platform/kernel/problems';
import { componentExample, inquiryExample, visionApprovedExample } from '../plan.example.js';
import { NewStep } from '../steps/step.schema.js';
import { notFinallyAdopted, stepOutOfOrder, type ComponentRecord } from './component.entity.js';
import { PlanComponent, planComponents, type PlanComponentQuery } from './component.schema.js';
import { componentCodeTaken, ComponentsService } from './components.service.js';
import { NewPlanComponent } from '../new-component.js';

const read = 'cooperation:read';
const write = 'cooperation:write';

@Controller()
export class ComponentsController {
  constructor(private readonly components: ComponentsService) {}

  @Operation({
    route: 'GET /planComponents',
    summary: 'List parts of plans',
    scope: read,
    query: planComponents.query,
    returns: planComponents.page,
  })
  list(call: Call<undefined, never, PlanComponentQuery>): Promise<Page> {
    return this.components.list(call);
  }

  @Operation({
    route: 'GET /planComponents/{planComponentId}',
    summary: 'Read a part of a plan',
    scope: read,
    returns: PlanComponent,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'planComponentId'>): Promise<ComponentRecord> {
    return this.components.read(call);
  }

  @Operation({
    route: 'POST /plans/{planId}/components',
    summary: 'Add a part to a plan',
    scope: write,
    resource: 'planComponents',
    body: NewPlanComponent,
    returns: PlanComponent,
    refuses: [resourceNotFound, recordClosed, languageIncomplete, componentCodeTaken],
    examples: { openSpace: componentExample },
  })
  add(call: Call<NewPlanComponent, 'planId'>): Promise<ComponentRecord> {
    return this.components.add(call);
  }

  @Operation({
    route: 'POST /planComponents/{planComponentId}/steps',
    summary: 'Record a step of the procedure, which may move the part',
    description: 'Steps are never changed or deleted: a repetition or a step back is recorded as another step.',
    scope: write,
    body: NewStep,
    returns: PlanComponent,
    status: 200,
    refuses: [resourceNotFound, stalePrecondition, illegalTransition, notFinallyAdopted, stepOutOfOrder],
    examples: { inquiry: inquiryExample, vision: visionApprovedExample },
  })
  recordStepOf(call: Call<NewStep, 'planComponentId'>): Promise<ComponentRecord> {
    return this.components.recordStepOf(call);
  }
}
