import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { refusal } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refusalKind } from '../../../texts/refusal-kind.js';
import { PlanFollowers } from '../../plan-followers.js';
import { PlanRecord } from '../plan.entity.js';
import { planStepRecorded } from '../plan.facts.js';
import { StepRecord } from '../steps/step.entity.js';
import { meaningOf, type NewStep } from '../steps/step.schema.js';
import { lockedPlan, componentStatuses } from '../plan-children.js';
import { PlanCascade } from '../plan-cascade.js';
import { ComponentRecord } from './component.entity.js';
import { componentChanged, componentRegistered, componentStepRecorded } from './component.facts.js';
import { planComponents, type PlanComponentQuery } from './component.schema.js';
import type { NewPlanComponent } from '../new-component.js';

export const componentCodeTaken = refusalKind({
  code: 'componentCodeTaken',
  status: 409,
  title: 'Component Code Taken',
});

@Injectable()
export class ComponentsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly followers: PlanFollowers,
    visibility: PlanCascade,
  ) {
    visibility.register({ entity: ComponentRecord, changed: componentChanged });
  }

  list(call: Call<undefined, never, PlanComponentQuery>): Promise<Page> {
    return planComponents.read(this.db, call);
  }

  read(call: Call<undefined, 'planComponentId'>): Promise<ComponentRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ComponentRecord, call.params.planComponentId));
  }

  add(call: Call<NewPlanComponent, 'planId'>): Promise<ComponentRecord> {
    const added = this.db.transaction(call, async (tx) => {
      const plan = await lockedPlan(tx, call.params.planId);
      plan.refuseClosed();
      const ref = await this.reference(tx);
      const component = ComponentRecord.add(newId(), ref, plan.id, call.body, plan);
      await insert(tx, ComponentRecord, component);
      await record(tx, componentRegistered(component));
      return component;
    });
    return added.catch((error: unknown) => {
      const isTaken = isUniqueViolation(error, 'plan_component_code');
      throw isTaken ? refusal(componentCodeTaken, { partCode: call.body.code }) : error;
    });
  }

  /** One step is published as a fact of its part and of its plan. */
  recordStepOf(call: Call<NewStep, 'planComponentId'>): Promise<ComponentRecord> {
    return this.db.transaction(call, async (tx) => {
      const component = await findOrRefuse(tx, ComponentRecord, call.params.planComponentId, call.expectedVersion);
      const plan = await lockedPlan(tx, component.planId);
      const iteration = component.take(call.body, today(new Date()));
      const place = { planId: plan.id, componentId: component.id, iteration };
      const step = StepRecord.record(newId(), await this.reference(tx), call.body, place);
      await update(tx, ComponentRecord, component);
      await insert(tx, StepRecord, step);
      await this.moveOn(tx, plan, call.body);
      const [ofPart, ofPlan] = [
        { ...component, step },
        { ...plan, step },
      ];
      await record(tx, componentStepRecorded(ofPart));
      await record(tx, planStepRecorded(ofPlan));
      await this.followers.notify(tx, plan);
      return component;
    });
  }

  private reference(tx: Tx): Promise<string> {
    return nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
  }

  private async moveOn(tx: Tx, plan: PlanRecord, { stepCode, occurredOn }: NewStep): Promise<void> {
    const before = { status: plan.status, firstInquiryOn: plan.firstInquiryOn };
    plan.follow(await componentStatuses(tx, plan.id));
    if (meaningOf(stepCode).act === 'openInquiry') plan.openInquiry(occurredOn);
    const isMoved = plan.status !== before.status || plan.firstInquiryOn !== before.firstInquiryOn;
    if (isMoved) await update(tx, PlanRecord, plan);
  }
}
