import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/collections';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import type { Call } from '@passerelle/platform/operations';
import { ServiceContext } from '@passerelle/platform/service';
import { frameOf } from '../frame.js';
import { PlanFollowers } from '../plan-followers.js';
import { ComponentRecord } from './components/component.entity.js';
import { componentRegistered } from './components/component.facts.js';
import { PlanRecord } from './plan.entity.js';
import { planChanged, planRegistered } from './plan.facts.js';
import { plans, type NewPlan, type PlanChange, type PlanQuery } from './plan.schema.js';
import { holdPlan, reshareUnder, toldOf } from './under-plan.js';

@Injectable()
export class PlansService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly followers: PlanFollowers,
  ) {}

  list(call: Call<undefined, never, PlanQuery>): Promise<Page> {
    return plans.read(this.db, call);
  }

  read(call: Call<undefined, 'planId'>): Promise<PlanRecord> {
    return this.db.read(call, (tx) => findOrRefuse(tx, PlanRecord, call.params.planId));
  }

  register(call: Call<NewPlan>): Promise<PlanRecord> {
    const year = Number(today(new Date()).slice(0, 4));
    return this.db.transaction(call, async (tx) => {
      const reference = () => nextReference(tx, this.context.referencePrefix, year);
      const plan = PlanRecord.register(newId(), await reference(), call.body, call.actor.side);
      await insert(tx, PlanRecord, plan);
      await record(tx, planRegistered(plan));
      for (const terms of call.body.components) {
        const component = ComponentRecord.add(newId(), await reference(), plan.id, terms, plan);
        await insert(tx, ComponentRecord, component);
        await record(tx, componentRegistered(component));
      }
      return plan;
    });
  }

  change(call: Call<PlanChange, 'planId'>): Promise<PlanRecord> {
    return this.db.transaction(call, async (tx) => {
      const plan = await holdPlan(tx, call.params.planId, call.expectedVersion);
      const before = frameOf(plan);
      plan.change(call.body, call.actor.side, await toldOf(tx, plan.id));
      await update(tx, PlanRecord, plan);
      await record(tx, planChanged(plan));
      await reshareUnder(tx, plan, before);
      await this.followers.tell(tx, plan);
      return plan;
    });
  }
}
