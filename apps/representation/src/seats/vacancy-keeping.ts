import { startOfDay } from '@passerelle/domain/period';
import { loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { SeatRecord } from './seat.entity.js';
import { seatVacancyBegan, seatVacancyEnded } from './seat.facts.js';
import type { Term } from './vacancy.js';

/** The terms of the full members of a seat that began. The seat must be locked. */
export const titularTermsOn = (tx: Tx, seatId: string): Promise<Term[]> =>
  tx.query<Term[]>(
    `SELECT started_on::text AS "startedOn", ended_on::text AS "endedOn", period, suspensions FROM mandate
      WHERE seat_id = $1 AND role = 'titular' AND started_on IS NOT NULL AND retracted_at IS NULL ORDER BY started_on`,
    [seatId],
  );

/** The seat of a mandate, locked until the transaction ends: whatever changes who is in office changes its vacancy too. */
export async function lockSeatOf(tx: Tx, mandateId: string): Promise<void> {
  await tx.query('SELECT 1 FROM seat WHERE id = (SELECT seat_id FROM mandate WHERE id = $1) FOR NO KEY UPDATE', [
    mandateId,
  ]);
}

/** Publishes that a vacancy began or ended, where that is new on a day; returns how many facts. The seat must be locked. */
export async function keepVacancy(tx: Tx, seatId: string, day: string): Promise<number> {
  const seat = await loadFollower(tx, SeatRecord, seatId);
  if (seat.retractedAt !== null || !seat.noticeVacancy(await titularTermsOn(tx, seatId), day)) return 0;
  await update(tx, SeatRecord, seat);
  const { vacantSince } = seat;
  await record(
    tx,
    vacantSince === null ? seatVacancyEnded(seat) : seatVacancyBegan(seat, startOfDay(vacantSince).toISOString()),
  );
  return 1;
}
