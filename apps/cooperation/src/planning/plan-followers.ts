import { Injectable } from '@nestjs/common';
import type { Classification } from '@passerelle/domain/classification';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { Objective } from '@passerelle/domain/objective';
import type { TerritorialLevel } from '@passerelle/domain/territorial-level';
import { insideHomeRole, lockRecord, preparedIn, type Tx } from '@passerelle/platform/data/database';

// Copies of plan fields in other slices are updated in the transaction that changes the plan, because facts go where
// the copied visibility says.

export interface FollowedPlan {
  readonly id: string;
  readonly title: LocalizedText;
  readonly classification: Classification;
  readonly level: TerritorialLevel;
  readonly objective: Objective;
}

/** Called with a plan that changed, or whose part took a step. */
export type PlanFollower = (tx: Tx, plan: FollowedPlan) => Promise<void>;

@Injectable()
export class PlanFollowers {
  private readonly followers: PlanFollower[] = [];

  follow(follower: PlanFollower): void {
    this.followers.push(follower);
  }

  /** Copies follow whether or not the actor sees their records. */
  async notify(tx: Tx, plan: FollowedPlan): Promise<void> {
    await insideHomeRole(tx, async () => {
      for (const follower of this.followers) await follower(tx, plan);
    });
  }
}

/**
 * Locks the plan until the transaction ends: nothing else changes it or the records under it. Works for callers of
 * every region.
 */
export const lockPlan = (tx: Tx, planId: string): Promise<void> => lockRecord(tx, 'plan', planId);

/** The same for the plan that a record belongs to. */
export async function lockPlanOf(
  tx: Tx,
  table: 'plan_component' | 'plan_notice' | 'consultation' | 'opinion',
  id: string,
): Promise<void> {
  const { rows } = await preparedIn<{ planId: string }>(tx, `SELECT plan_id AS "planId" FROM ${table} WHERE id = $1`, [
    id,
  ]);
  for (const { planId } of rows) await lockPlan(tx, planId);
}
