import { StoredAs, type Stored } from '@passerelle/platform/data/database';
import type { Name } from '@passerelle/platform/features/lives';
import { StepState, stepRelations, type NewStep } from './step.schema.js';

/** The part and the plan of a step. */
export interface StepPlace {
  readonly planId: string;
  readonly componentId: string;
  readonly iteration: number;
}

export interface StepRecord extends Stored<typeof StepState> {}

/** Steps repeat and go back: they form an append-only log, whatever the current state of the part. */
@StoredAs('procedure_step', StepState)
export class StepRecord {
  static readonly relations = stepRelations;

  /** No column: a wrong step is followed by another. */
  readonly retractedAt = null;

  static record(name: Name, step: NewStep, place: StepPlace): StepRecord {
    return Object.assign(new StepRecord(), name, { version: 1 }, step, place);
  }
}
