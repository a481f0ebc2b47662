import { Injectable } from '@nestjs/common';
import { findOrRefuse, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import { refuseMonolingual } from '../bilingual.js';
import type { ConsultedInquiry } from '../inquiry.js';
import { PlanFollowers, type FollowedPlan } from '../plan-followers.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationChanged, opinionChanged } from './consultation.facts.js';
import { OpinionRecord } from './opinion.entity.js';

// A consultation copies of its plan what its facts need: the title, where it belongs, who may know of it, the inquiry on
// the draft. When the plan changes, so do the copies, and those of the opinion.

/** Writes a consultation whose copies or readers changed, and its opinion with it. */
export async function keepChanged(tx: Tx, consultation: ConsultationRecord): Promise<void> {
  refuseMonolingual(consultation);
  await update(tx, ConsultationRecord, consultation);
  await record(tx, consultationChanged(consultation));
  if (consultation.opinionId === null) return;
  const opinion = await findOrRefuse(tx, OpinionRecord, consultation.opinionId);
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
      'SELECT id FROM consultation WHERE plan_id = $1 ORDER BY id FOR NO KEY UPDATE',
      [plan.id],
    );
    for (const { id } of found) {
      const consultation = await findOrRefuse(tx, ConsultationRecord, id);
      const before = JSON.stringify(consultation);
      consultation.follow(plan);
      const known = await inquiryOn(tx, consultation);
      if (known !== undefined && consultation.isOpen()) consultation.followInquiry(known.inquiry, known.noticedAt);
      if (JSON.stringify(consultation) !== before) await keepChanged(tx, consultation);
    }
  }
}

interface KnownInquiry {
  readonly inquiry: ConsultedInquiry;
  readonly noticedAt: Date;
}

/** That on the very draft that is consulted on. */
async function inquiryOn(
  tx: Tx,
  { componentId, iteration, noticeId }: ConsultationRecord,
): Promise<KnownInquiry | undefined> {
  const [row] = await tx.query<KnownInquiry[]>(
    `SELECT part.inquiry, notice.sent_at::timestamptz AS "noticedAt" FROM plan_component part, plan_notice notice
      WHERE part.id = $1 AND part.iteration = $2 AND part.inquiry IS NOT NULL AND notice.id = $3`,
    [componentId, iteration, noticeId],
  );
  return row;
}
