import { today } from '@passerelle/domain/period';
import { findOrRefuse, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationLapsed, consultationUnanswered } from './consultation.facts.js';

// Deadlines expire at midnight, not when they are checked. The deadline worker records the expiry; if a request arrives
// first, it records the expiry before its own act.

/** The last day for a reply has passed. */
const isReplyOverdue = ({ status, replyDueOn }: ConsultationRecord, now: Date): boolean =>
  (status === 'notified' || status === 'acknowledged') && replyDueOn !== null && today(now) > replyDueOn;

/** The time-frame ended without an opinion. */
const isLapsed = ({ status, dueAt }: ConsultationRecord, now: Date): boolean =>
  status === 'timeframeAgreed' && dueAt !== null && now >= dueAt;

/** Records the deadline that expired by `now`; returns the number of facts. */
export async function expireOverdue(tx: Tx, consultation: ConsultationRecord, now: Date): Promise<number> {
  if (isReplyOverdue(consultation, now)) {
    const at = consultation.missReply();
    await update(tx, ConsultationRecord, consultation);
    await record(tx, consultationUnanswered(consultation, at.toISOString()));
    return 1;
  }
  if (!isLapsed(consultation, now)) return 0;
  const at = consultation.lapse();
  await update(tx, ConsultationRecord, consultation);
  await record(tx, consultationLapsed(consultation, at.toISOString()));
  return 1;
}

/** The consultation for an act: locked, and with any expired deadline recorded first. */
export async function lockForAct(tx: Tx, id: string, now: Date, expectedVersion?: number): Promise<ConsultationRecord> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const consultation = await findOrRefuse(tx, ConsultationRecord, id, expectedVersion);
  await expireOverdue(tx, consultation, now);
  return consultation;
}
