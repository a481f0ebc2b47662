import { today } from '@passerelle/domain/period';
import { findOrRefuse, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationLapsed, consultationUnanswered } from './consultation.facts.js';

// What the law counts from is the midnight, not the moment at which somebody looked: a silence or a lapse is told by the
// clock, or by whoever comes next before it, and always before what comes next.

/** The day passed on which a reply was expected. */
const isSilent = ({ status, replyDueOn }: ConsultationRecord, now: Date): boolean =>
  (status === 'notified' || status === 'acknowledged') && replyDueOn !== null && today(now) > replyDueOn;

/** The time-frame ended without an opinion. */
const isLapsed = ({ status, dueAt }: ConsultationRecord, now: Date): boolean =>
  status === 'timeframeAgreed' && dueAt !== null && now >= dueAt;

/** Tells what fell due by `now`; returns how many facts that made. */
export async function tellOverdue(tx: Tx, consultation: ConsultationRecord, now: Date): Promise<number> {
  if (isSilent(consultation, now)) {
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

/** The consultation for an act: held against others, and with what fell due before told first. */
export async function holdConsultation(
  tx: Tx,
  id: string,
  now: Date,
  expectedVersion?: number,
): Promise<ConsultationRecord> {
  await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR NO KEY UPDATE', [id]);
  const consultation = await findOrRefuse(tx, ConsultationRecord, id, expectedVersion);
  await tellOverdue(tx, consultation, now);
  return consultation;
}
