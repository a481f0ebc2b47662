import { Controller } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import type { StepRecord } from './step.entity.js';
import { ProcedureStep, procedureSteps, type StepQuery } from './step.schema.js';
import { StepsService } from './steps.service.js';

@Controller()
export class StepsController {
  constructor(private readonly steps: StepsService) {}

  @Operation({
    route: 'GET /procedureSteps',
    summary: 'List the steps of the procedures of plans',
    scope: 'cooperation:read',
    query: procedureSteps.query,
    returns: procedureSteps.page,
  })
  list(call: Call<undefined, never, StepQuery>): Promise<Page> {
    return this.steps.list(call);
  }

  @Operation({
    route: 'GET /procedureSteps/{procedureStepId}',
    summary: 'Read a step of a procedure',
    scope: 'cooperation:read',
    returns: ProcedureStep,
    refuses: [resourceNotFound],
  })
  read(call: Call<undefined, 'procedureStepId'>): Promise<StepRecord> {
    return this.steps.read(call);
  }
}
