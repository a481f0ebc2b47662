import { Controller } from '@nestjs/common';
import { Database, type Tx } from '@passerelle/platform/data/database';
import { RecordReplica } from '@passerelle/platform/features/replicas';
import { resourceNotFound } from '@passerelle/platform/kernel/problems';
import { Operation, type Call } from '@passerelle/platform/runtime/operations';
import { ServiceContext } from '@passerelle/platform/runtime/service';
import { PlanInfluences, PracticeChain } from './chain.schema.js';
import type { Reading } from './links.js';
import { influencesOn } from './plan-influences.js';
import { chainOf } from './practice-chain.js';

@Controller()
export class Chains {
  constructor(
    private readonly db: Database,
    private readonly context: ServiceContext,
    private readonly known: RecordReplica,
  ) {}

  @Operation({
    id: 'readPracticeChain',
    route: 'GET /practices/{practiceId}/chain',
    summary:
      'Read a practice from the visit on which it was seen, with cost and carbon, to what uses it and what it changed',
    scope: 'networks:read',
    returns: PracticeChain,
    refuses: [resourceNotFound],
  })
  chain(call: Call<undefined, 'practiceId'>): Promise<object> {
    return this.db.read(call, (tx) => chainOf(this.readingOf(tx, call), call.params.practiceId));
  }

  @Operation({
    id: 'listPlanInfluences',
    route: 'GET /plans/{planId}/influences',
    summary: 'List the practices of other cities and regions that went into a plan, with the visits behind them',
    description:
      'Practices whose adoption was abandoned are among them, with their state. The sums are over the visits that you may see, each counted once.',
    scope: 'networks:read',
    returns: PlanInfluences,
    refuses: [resourceNotFound],
  })
  influences(call: Call<undefined, 'planId'>): Promise<object> {
    return this.db.read(call, (tx) => influencesOn(this.readingOf(tx, call), call.params.planId));
  }

  private readingOf(tx: Tx, { caller }: Pick<Call, 'caller'>): Reading {
    const { HOME_PARTY: home, PUBLIC_URL: publicUrl } = this.context.settings;
    return { tx, caller, home, publicUrl, known: this.known };
  }
}
