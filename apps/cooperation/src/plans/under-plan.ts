import { findOrRefuse, update, type Kind, type Tx, type Versioned } from '@passerelle/platform/database';
import { record, type FactOf } from '@passerelle/platform/facts';
import { lockPlan } from '../plan-followers.js';
import { ComponentRecord } from './components/component.entity.js';
import { componentChanged } from './components/component.facts.js';
import type { ComponentStatus } from './components/component.schema.js';
import { NoticeRecord } from './notices/notice.entity.js';
import { noticeChanged } from './notices/notice.facts.js';
import { PlanRecord, type PlanFrame } from './plan.entity.js';

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

/** What stands under a plan carries how the plan is shared: facts of it go where the plan may go, and nowhere else. */
export async function reshare(tx: Tx, plan: PlanRecord, before: PlanFrame): Promise<void> {
  const frame = plan.frame();
  if (JSON.stringify(frame) === JSON.stringify(before)) return;
  await eachUnder(tx, plan, { table: 'plan_component', entity: ComponentRecord, changed: componentChanged });
  await eachUnder(tx, plan, { table: 'plan_notice', entity: NoticeRecord, changed: noticeChanged });
}

interface Follower extends Versioned {
  follow(frame: PlanFrame): void;
}

interface Under<Entity extends Follower> {
  readonly table: string;
  readonly entity: Kind<Entity>;
  readonly changed: FactOf;
}

async function eachUnder<Entity extends Follower>(
  tx: Tx,
  plan: PlanRecord,
  { table, entity, changed }: Under<Entity>,
): Promise<void> {
  const ids = await tx.query<{ id: string }[]>(`SELECT id FROM ${table} WHERE plan_id = $1 ORDER BY id`, [plan.id]);
  for (const { id } of ids) {
    const follower = await findOrRefuse(tx, entity, id);
    follower.follow(plan.frame());
    await update(tx, entity, follower);
    await record(tx, changed(follower));
  }
}
