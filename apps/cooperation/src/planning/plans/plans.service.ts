import { Injectable } from '@nestjs/common';
import { today } from '@passerelle/domain/period';
import type { Page } from '@passerelle/platform/data/lists';
import { Database, findOrRefuse, insert, newId, nextReference, update } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf } from '../../shared/visibility/sharing-scope.js';
import { PlanFollowers } from '../plan-followers.js';
import { ComponentRecord } from './components/component.entity.js';
import { componentRegistered } from './components/component.facts.js';
import { PlanRecord } from './plan.entity.js';
import { planChanged, planRegistered } from './plan.facts.js';
import { plans, type NewPlan, type PlanChange, type PlanQuery } from './plan.schema.js';
import { PlanCascade } from './plan-cascade.js';
import { lockedPlan, notifiedParties } from './plan-children.js';

@Injectable()
export class PlansService {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly followers: PlanFollowers,
    private readonly visibility: PlanCascade,
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
      const plan = await lockedPlan(tx, call.params.planId, call.expectedVersion);
      const before = sharingScopeOf(plan);
      plan.change(call.body, call.actor.side, await notifiedParties(tx, plan.id));
      await update(tx, PlanRecord, plan);
      await record(tx, planChanged(plan));
      await this.visibility.cascade(tx, plan, before);
      await this.followers.notify(tx, plan);
      return plan;
    });
  }
}
