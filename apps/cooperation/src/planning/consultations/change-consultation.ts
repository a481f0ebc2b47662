import { readIn, update, type Tx } from '@passerelle/platform/data/database';
import { record, type FactOf } from '@passerelle/platform/events/facts';
import type { ActContext } from '@passerelle/platform/features/lives';
import { lockedRecord } from '@passerelle/platform/features/records';
import { lockPlanOf } from '../plan-followers.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationLife } from './consultation.life.js';

/** The consultation, locked with its plan, and with a passed deadline recorded. */
export const lockedConsultation = (
  { tx, ...context }: Pick<ActContext, 'tx' | 'now'> & Partial<Pick<ActContext, 'expectedVersion'>>,
  id: string,
): Promise<ConsultationRecord> =>
  lockedRecord(
    tx,
    {
      of: ConsultationRecord,
      id,
      lock: () => lockPlanOf(tx, 'consultation', id),
      expire: (one, now) => consultationLife.expire(one, now),
    },
    context,
  );

/** An opinion moves its consultation, in the same transaction and with a fact of its own. */
export async function saveConsultation(
  tx: Tx,
  consultation: ConsultationRecord,
  fact: FactOf,
  at?: Date,
): Promise<void> {
  await update(tx, ConsultationRecord, consultation);
  await record(tx, fact(consultation, at?.toISOString()));
}

/** Whether the opinion is the last thing that happened. */
export async function isBeforeAnswer(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await readIn(tx, `SELECT 1 FROM consultation WHERE id = $1 AND status = 'opinionReceived'`, [id]);
  return rows.length > 0;
}
