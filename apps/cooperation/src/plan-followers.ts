import { Injectable } from '@nestjs/common';
import type { Classification } from '@passerelle/domain/classification';
import type { LocalizedText } from '@passerelle/domain/localized-text';
import type { Tx } from '@passerelle/platform/database';

// What other slices copy of a plan follows it, in the transaction in which it changes: facts go where the copy says.

export interface FollowedPlan {
  readonly id: string;
  readonly title: LocalizedText;
  readonly classification: Classification;
  readonly level: string;
  readonly objective: string;
}

/** Told of a plan that changed, or of one of whose parts a step was recorded. */
export type PlanFollower = (tx: Tx, plan: FollowedPlan) => Promise<void>;

@Injectable()
export class PlanFollowers {
  private readonly followers: PlanFollower[] = [];

  follow(follower: PlanFollower): void {
    this.followers.push(follower);
  }

  async tell(tx: Tx, plan: FollowedPlan): Promise<void> {
    for (const follower of this.followers) await follower(tx, plan);
  }
}

/** Until the transaction ends nothing else moves the plan or what stands under it, whoever may see its row. */
export const lockPlan = (tx: Tx, planId: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('plan ' || $1, 0))`, [planId]);
