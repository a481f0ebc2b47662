import { Injectable } from '@nestjs/common';
import type { Tx, Versioned } from '@passerelle/platform/data/database';
import { cascadeVisibility, type Children, type Follower } from '../../shared/visibility/cascade-visibility.js';
import type { SharingScope } from '../../shared/visibility/sharing-scope.js';

type SharedPlan = SharingScope & { readonly id: string };

/**
 * Parts and notices copy the visibility of their plan: their slices register here, so that plans need not import them.
 */
@Injectable()
export class PlanCascade {
  private readonly cascades: ((tx: Tx, plan: SharedPlan) => Promise<void>)[] = [];

  register<Entity extends Follower & Versioned>(children: Omit<Children<Entity>, 'column'>): void {
    this.cascades.push((tx, plan) => cascadeVisibility(tx, plan, { ...children, column: 'plan_id' }));
  }

  /** Call after the plan is saved. */
  async cascade(tx: Tx, plan: SharedPlan): Promise<void> {
    for (const cascade of this.cascades) await cascade(tx, plan);
  }
}
