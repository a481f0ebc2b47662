import { Injectable } from '@nestjs/common';
import type { Tx, Versioned } from '@passerelle/platform/data/database';
import { cascadeVisibility, type Children, type Follower } from '../../shared/visibility/cascade-visibility.js';
import { hasSameScope, type SharingScope } from '../../shared/visibility/sharing-scope.js';
import type { PlanRecord } from './plan.entity.js';

type Cascade = (tx: Tx, plan: PlanRecord) => Promise<void>;

/**
 * Parts and notices copy the visibility of their plan: their slices register here, so that plans need not import them.
 */
@Injectable()
export class PlanCascade {
  private readonly cascades: Cascade[] = [];

  register<Entity extends Follower & Versioned>(children: Omit<Children<Entity>, 'column'>): void {
    this.cascades.push((tx, plan) => cascadeVisibility(tx, plan, { ...children, column: 'plan_id' }));
  }

  /** Call after the plan is saved; does nothing if its visibility is unchanged since `before`. */
  async cascade(tx: Tx, plan: PlanRecord, before: SharingScope): Promise<void> {
    if (hasSameScope(plan, before)) return;
    for (const cascade of this.cascades) await cascade(tx, plan);
  }
}
