import { Database, insert } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import type { ActContext } from '@passerelle/platform/features/lives';
import {
  cascadeBelow,
  RecordOperations,
  refuseMonolingual,
  VisibilityCascade,
} from '@passerelle/platform/features/records';
import { languageIncomplete } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { sharingScopeOf } from '../../shared/visibility/sharing-scope.js';
import { sourceRequired } from '../../shared/acts/evidence.js';
import { lockPlan, PlanFollowers } from '../plan-followers.js';
import { ComponentRecord } from './components/component.entity.js';
import { componentRegistered } from './components/component.facts.js';
import { notifiedParties } from './plan-children.js';
import { alreadyTold, PlanRecord } from './plan.entity.js';
import { josaphatExample, planExample } from './plan.example.js';
import { planChanged, planRegistered, planRetracted } from './plan.facts.js';
import { NewPlan, Plan, PlanChange, plans } from './plan.schema.js';

async function addParts(plan: PlanRecord, { components }: NewPlan, { tx, newName }: ActContext): Promise<void> {
  for (const terms of components) {
    const part = ComponentRecord.add(await newName(), plan.id, terms, plan);
    refuseMonolingual(part);
    await insert(tx, ComponentRecord, part);
    await record(tx, componentRegistered(part));
  }
}

// A plan has no acts of its own: its status follows from its parts.

@RecordOperations({
  of: PlanRecord,
  many: 'plans',
  one: 'plan',
  scope: 'cooperation',
  returns: Plan,
  lock: lockPlan,
  list: { summary: 'List plans of the planning authorities', collection: plans },
  read: { summary: 'Read a plan' },
  create: {
    act: 'register',
    summary: 'Register a plan with its parts',
    description: 'A region registers its own plans, internal and shared with itself; Brussels registers any plan.',
    body: NewPlan,
    make: PlanRecord.register,
    fact: planRegistered,
    follows: addParts,
    refuses: [languageIncomplete, sourceRequired],
    examples: { josaphat: josaphatExample, flemishPolicyPlan: planExample },
  },
  change: {
    summary: 'Correct a plan; its type and its region cannot change',
    body: PlanChange,
    apply: async (plan, terms, context) => plan.change(terms, context, await notifiedParties(context.tx, plan.id)),
    fact: planChanged,
    follows: (plan, { tx }, { followers }: Plans) => followers.notify(tx, plan),
    refuses: [languageIncomplete, sourceRequired, alreadyTold],
    examples: { shared: { parties: ['BE-BRU', 'BE-VLG', 'BE-WAL'] } },
  },
  retract: {
    summary: 'Take back a plan that was registered in error, after its parts and its notices',
    fact: planRetracted,
  },
  cascade: cascadeBelow('plan_id', sharingScopeOf),
})
export class Plans {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    readonly followers: PlanFollowers,
    readonly visibility: VisibilityCascade,
  ) {}
}
