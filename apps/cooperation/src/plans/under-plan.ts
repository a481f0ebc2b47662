import { findOrRefuse, type Tx } from '@passerelle/platform/database';
import { isSameFrame, type Frame } from '../frame.js';
import { lockPlan } from '../plan-followers.js';
import { reshare } from '../reshare.js';
import { ComponentRecord } from './components/component.entity.js';
import { componentChanged } from './components/component.facts.js';
import type { ComponentStatus } from './components/component.schema.js';
import { NoticeRecord } from './notices/notice.entity.js';
import { noticeChanged } from './notices/notice.facts.js';
import { PlanRecord } from './plan.entity.js';

// A plan and what stands under it change together: whoever changes a part holds the plan, so that of two that move
// different parts at the same moment the second sees what the first has done.

export async function holdPlan(tx: Tx, id: string, expectedVersion?: number): Promise<PlanRecord> {
  await lockPlan(tx, id);
  return findOrRefuse(tx, PlanRecord, id, expectedVersion);
}

export async function statusesUnder(tx: Tx, planId: string): Promise<ComponentStatus[]> {
  const found = await tx.query<{ status: ComponentStatus }[]>('SELECT status FROM plan_component WHERE plan_id = $1', [
    planId,
  ]);
  return found.map(({ status }) => status);
}

/** The regions that were sent a notice of a plan. */
export async function toldOf(tx: Tx, planId: string): Promise<string[]> {
  const sql = 'SELECT DISTINCT unnest(to_parties) AS party FROM plan_notice WHERE plan_id = $1 ORDER BY party';
  return (await tx.query<{ party: string }[]>(sql, [planId])).map(({ party }) => party);
}

/** The parts of a plan and the notices of it are shared as the plan is. */
export async function reshareUnder(tx: Tx, plan: PlanRecord, before: Frame): Promise<void> {
  if (isSameFrame(plan, before)) return;
  await reshare(tx, plan, { entity: ComponentRecord, column: 'plan_id', changed: componentChanged });
  await reshare(tx, plan, { entity: NoticeRecord, column: 'plan_id', changed: noticeChanged });
}
