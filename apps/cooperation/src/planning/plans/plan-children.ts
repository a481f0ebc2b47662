import { findOrRefuse, type Tx } from '@passerelle/platform/data/database';
import { lockPlan } from '../plan-followers.js';
import type { ComponentStatus } from './component.states.js';
import { PlanRecord } from './plan.entity.js';

// A plan and the records under it change together: a change of a part locks the plan, so that of two concurrent changes
// the second sees the first.

export async function lockedPlan(tx: Tx, id: string, expectedVersion?: number): Promise<PlanRecord> {
  await lockPlan(tx, id);
  return findOrRefuse(tx, PlanRecord, id, expectedVersion);
}

export async function componentStatuses(tx: Tx, planId: string): Promise<ComponentStatus[]> {
  const found = await tx.query<{ status: ComponentStatus }[]>('SELECT status FROM plan_component WHERE plan_id = $1', [
    planId,
  ]);
  return found.map(({ status }) => status);
}

/** The regions that were sent a notice of a plan. */
export async function notifiedParties(tx: Tx, planId: string): Promise<string[]> {
  const sql = 'SELECT DISTINCT unnest(to_parties) AS party FROM plan_notice WHERE plan_id = $1 ORDER BY party';
  return (await tx.query<{ party: string }[]>(sql, [planId])).map(({ party }) => party);
}
