import { Database } from '@passerelle/platform/data/database';
import { RecordOperations, VisibilityCascade } from '@passerelle/platform/features/records';
import { languageIncomplete, recordClosed, refusal, resourceNotFound } from '@passerelle/platform/kernel/problems';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { refusalKind } from '../../../texts/refusal-kind.js';
import { lockPlanOf } from '../../plan-followers.js';
import { NewPlanComponent, PlanComponentChange } from '../new-component.js';
import { followRetraction, lockedPlan } from '../plan-children.js';
import { componentExample } from '../plan.example.js';
import { ComponentRecord } from './component.entity.js';
import { componentChanged, componentRegistered, componentRetracted } from './component.facts.js';
import { PlanComponent, planComponents } from './component.schema.js';

export const componentCodeTaken = refusalKind({
  code: 'componentCodeTaken',
  status: 409,
  title: 'Component Code Taken',
});

// A part has no acts of its own: the steps of its procedure move it.

@RecordOperations({
  of: ComponentRecord,
  many: 'planComponents',
  one: 'planComponent',
  scope: 'cooperation',
  returns: PlanComponent,
  lock: (tx, id) => lockPlanOf(tx, 'plan_component', id),
  list: { summary: 'List parts of plans', collection: planComponents },
  read: { summary: 'Read a part of a plan' },
  create: {
    act: 'add',
    address: 'plans/{planId}/components',
    summary: 'Add a part to a plan',
    body: NewPlanComponent,
    make: async (name, terms, { tx, params }) => {
      const plan = await lockedPlan(tx, params['planId'] ?? '');
      plan.refuseClosed();
      return ComponentRecord.add(name, plan.id, terms, plan);
    },
    fact: componentRegistered,
    twin: {
      index: 'plan_component_code',
      refusal: ({ code }) => refusal(componentCodeTaken, { partCode: code }),
    },
    refuses: [resourceNotFound, recordClosed, languageIncomplete, componentCodeTaken],
    examples: { openSpace: componentExample },
  },
  change: {
    summary: 'Correct the title or the kind of a part that has not ended; its code cannot change',
    body: PlanComponentChange,
    apply: (part, terms) => part.change(terms),
    fact: componentChanged,
    refuses: [languageIncomplete],
    examples: { map: { kind: 'map' } },
  },
  retract: {
    summary: 'Take back a part that was registered in error, with its steps',
    description: 'The status of the plan and the day of its first inquiry follow from the other parts.',
    fact: componentRetracted,
    follows: followRetraction,
  },
})
export class PlanComponents {
  constructor(
    readonly db: Database,
    readonly context: ServiceContext,
    visibility: VisibilityCascade,
  ) {
    visibility.register({ entity: ComponentRecord, column: 'plan_id', depth: 1, changed: componentChanged });
  }
}
