import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import {
  Database,
  findOrRefuse,
  insert,
  isUniqueViolation,
  newId,
  nextReference,
  update,
  type Tx,
} from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { refusalKind, refuse } from '@passerelle/platform/problems';
import { ServiceContext } from '@passerelle/platform/service';
import { PlanFollowers } from '../../plan-followers.js';
import { PlanRecord } from '../plan.entity.js';
import { planStepRecorded } from '../plan.facts.js';
import { StepRecord } from '../steps/step.entity.js';
import { meaningOf, type NewStep } from '../steps/step.schema.js';
import { holdPlan, statusesUnder } from '../under-plan.js';
import { ComponentRecord } from './component.entity.js';
import { componentRegistered, componentStepRecorded } from './component.facts.js';
import { planComponents, type PlanComponentQuery } from './component.schema.js';
import type { NewPlanComponent } from './new-component.js';

export const componentCodeTaken = refusalKind({
  code: 'componentCodeTaken',
  status: 409,
  title: 'Component Code Taken',
  detail: {
    fr: 'Ce plan a déjà une partie «{partCode}».',
    nl: 'Dit plan heeft al een onderdeel «{partCode}».',
    en: 'This plan has a part "{partCode}" already.',
    de: 'Dieser Plan hat bereits einen Teil «{partCode}».',
  },
});

@Injectable()
export class ComponentsService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly followers: PlanFollowers,
  ) {}

  list(call: Call<undefined, never, PlanComponentQuery>): Promise<Page> {
    return planComponents.read(this.db, call);
  }

  read(call: Call<undefined, 'planComponentId'>): Promise<ComponentRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, ComponentRecord, call.params.planComponentId));
  }

  add(call: Call<NewPlanComponent, 'planId'>): Promise<ComponentRecord> {
    const added = this.db.transaction(call, async (tx) => {
      const plan = await holdPlan(tx, call.params.planId);
      plan.refuseClosed();
      const ref = await this.reference(tx);
      const component = ComponentRecord.add(newId(), ref, plan.id, call.body, plan);
      await insert(tx, ComponentRecord, component);
      await record(tx, componentRegistered(component));
      return component;
    });
    return added.catch((error: unknown) => {
      const isTaken = isUniqueViolation(error, 'plan_component_code');
      throw isTaken ? refuse(componentCodeTaken, { partCode: call.body.code }) : error;
    });
  }

  /** One step is told of the part that it is about and of its plan. */
  recordStepOf(call: Call<NewStep, 'planComponentId'>): Promise<ComponentRecord> {
    return this.db.transaction(call, async (tx) => {
      const component = await findOrRefuse(tx, ComponentRecord, call.params.planComponentId, call.expectedVersion);
      const plan = await holdPlan(tx, component.planId);
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
      await this.followers.tell(tx, plan);
      return component;
    });
  }

  private reference(tx: Tx): Promise<string> {
    return nextReference(tx, this.context.referencePrefix, Number(today(new Date()).slice(0, 4)));
  }

  private async moveOn(tx: Tx, plan: PlanRecord, { stepCode, occurredOn }: NewStep): Promise<void> {
    const before = { status: plan.status, firstInquiryOn: plan.firstInquiryOn };
    plan.follow(await statusesUnder(tx, plan.id));
    if (meaningOf(stepCode).act === 'openInquiry') plan.openInquiry(occurredOn);
    const isMoved = plan.status !== before.status || plan.firstInquiryOn !== before.firstInquiryOn;
    if (isMoved) await update(tx, PlanRecord, plan);
  }
}
