import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { refuseMonolingual } from '@passerelle/platform/features/records';
import { record } from '@passerelle/platform/events/facts';
import { PlanFollowers, type FollowedPlan } from '../plan-followers.js';
import { inquiryOn } from '../plans/plan-snapshot.api.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationChanged } from './consultation.facts.js';
import { OpinionRecord } from './opinions/opinion.entity.js';
import { opinionChanged } from './opinions/opinion.facts.js';

// A consultation copies from its plan what its facts need: title, place in the strategy, visibility, the inquiry on the
// draft. When the plan changes, the copies change too, and those of the opinion.

/** An opinion copies the visibility of its consultation. */
export async function followByOpinion(tx: Tx, consultation: ConsultationRecord): Promise<void> {
  if (consultation.opinionId === null) return;
  const opinion = await loadFollower(tx, OpinionRecord, consultation.opinionId);
  if (!opinion.follow(consultation)) return;
  refuseMonolingual(opinion);
  await update(tx, OpinionRecord, opinion);
  await record(tx, opinionChanged(opinion));
}

@Injectable()
export class PlanCopies {
  constructor(followers: PlanFollowers) {
    followers.follow((tx, plan) => this.follow(tx, plan));
  }

  private async follow(tx: Tx, plan: FollowedPlan): Promise<void> {
    const found = await tx.query<{ id: string }[]>(
      'SELECT id FROM consultation WHERE plan_id = $1 AND retracted_at IS NULL ORDER BY id FOR NO KEY UPDATE',
      [plan.id],
    );
    for (const { id } of found) {
      const consultation = await loadFollower(tx, ConsultationRecord, id);
      const before = { ...consultation };
      consultation.follow(plan);
      const known = await inquiryOn(tx, consultation);
      if (known !== undefined && consultation.isOpen()) consultation.followInquiry(known.inquiry, known.noticedAt);
      if (isDeepStrictEqual({ ...consultation }, before)) continue;
      refuseMonolingual(consultation);
      await update(tx, ConsultationRecord, consultation);
      await record(tx, consultationChanged(consultation));
      await followByOpinion(tx, consultation);
    }
  }
}
