import { Injectable } from '@nestjs/common';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse } from '@passerelle/platform/data/database';
import type { Call } from '@passerelle/platform/runtime/operations';
import { StepRecord } from './step.entity.js';
import { procedureSteps, type StepQuery } from './step.schema.js';

@Injectable()
export class StepsService {
  constructor(private readonly db: Database) {}

  list(call: Call<undefined, never, StepQuery>): Promise<Page> {
    return procedureSteps.read(this.db, call);
  }

  read(call: Call<undefined, 'procedureStepId'>): Promise<StepRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, StepRecord, call.params.procedureStepId));
  }
}
