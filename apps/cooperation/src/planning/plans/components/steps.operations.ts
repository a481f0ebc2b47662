import { Database, findOrRefuse, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { RecordOperations } from '@passerelle/platform/features/records';
import { illegalTransition, resourceNotFound, stalePrecondition } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refuseUnsourced, sourceRequired } from '../../../shared/acts/evidence.js';
import { lockPlanOf, PlanFollowers } from '../../plan-followers.js';
import { followChildren } from '../plan-children.js';
import { PlanRecord } from '../plan.entity.js';
import { inquiryExample, visionApprovedExample } from '../plan.example.js';
import { planStepRecorded } from '../plan.facts.js';
import { StepRecord } from '../steps/step.entity.js';
import { NewStep, ofKeptPart, ProcedureStep, procedureSteps } from '../steps/step.schema.js';
import { ComponentRecord, notFinallyAdopted, stepOutOfOrder } from './component.entity.js';
import { componentStepRecorded } from './component.facts.js';

// Steps are the log of a procedure: none is changed or taken back. A step may move its part, and with it the plan: it is
// published as a fact of each.

@RecordOperations({
  of: StepRecord,
  many: 'procedureSteps',
  one: 'procedureStep',
  scope: 'cooperation',
  returns: ProcedureStep,
  list: { summary: 'List the steps of the procedures of plans', collection: procedureSteps, only: ofKeptPart },
  read: { summary: 'Read a step of a procedure' },
  create: {
    act: 'record',
    address: 'planComponents/{planComponentId}/steps',
    summary: 'Record a step of the procedure, which may move the part',
    description:
      'If-Match names the version of the part. Steps are never changed, taken back or deleted: a repetition, a step back or a correction is recorded as another step.',
    body: NewStep,
    make: async (name, given, { tx, params: { planComponentId = '' }, expectedVersion, today }) => {
      await lockPlanOf(tx, 'plan_component', planComponentId);
      const part = await findOrRefuse(tx, ComponentRecord, planComponentId, expectedVersion);
      const iteration = part.take(given, today);
      const step = StepRecord.record(name, given, { planId: part.planId, componentId: part.id, iteration });
      await update(tx, ComponentRecord, part);
      const moved = { ...part, step };
      await record(tx, componentStepRecorded(moved));
      return step;
    },
    follows: async (step, { source }, { tx, side, home }, { followers }: ProcedureSteps) => {
      const plan = await findOrRefuse(tx, PlanRecord, step.planId);
      refuseUnsourced(source, { actingParty: plan.party ?? undefined, recordingParty: side ?? home });
      await followChildren(tx, plan);
      const moved = { ...plan, step };
      await record(tx, planStepRecorded(moved));
      await followers.notify(tx, plan);
    },
    refuses: [
      resourceNotFound,
      stalePrecondition,
      illegalTransition,
      notFinallyAdopted,
      stepOutOfOrder,
      sourceRequired,
    ],
    examples: { inquiry: inquiryExample, vision: visionApprovedExample },
  },
})
export class ProcedureSteps {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly followers: PlanFollowers,
  ) {}
}
