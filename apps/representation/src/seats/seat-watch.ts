import { Injectable } from '@nestjs/common';
import { startOfDay } from '@passerelle/domain/period';
import { Database, lockRow, loadFollower, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { DeadlineWorker, type DeadlineCheck } from '@passerelle/platform/features/deadlines';
import { MandateRecord } from './mandate.entity.js';
import { mandateEnded } from './mandate.facts.js';
import { mandateLife } from './mandate.life.js';
import { keepVacancy, lockSeatOf } from './vacancy-keeping.js';

// What days alone change: a mandate whose period is over ends, and a seat becomes vacant, or is the Region's no longer.

@Injectable()
export class SeatWatch {
  constructor(
    private readonly db: Database,
    clock: DeadlineWorker,
  ) {
    clock.watch((round) => this.endMandates(round));
    clock.watch((round) => this.keepVacancies(round));
  }

  private async endMandates({ today, each }: DeadlineCheck): Promise<number> {
    const over = await this.db.query<{ id: string }>(
      `SELECT id FROM mandate WHERE status IN ('active', 'suspended') AND period->>'to' <= $1 AND retracted_at IS NULL
        ORDER BY id`,
      [today],
    );
    return each(
      over.map(({ id }) => id),
      (tx, id) => endIfOver(tx, id, today),
    );
  }

  private async keepVacancies({ today, each }: DeadlineCheck): Promise<number> {
    const changed = await this.db.query<{ id: string }>(vacanciesToKeep, [today]);
    return each(
      changed.map(({ id }) => id),
      async (tx, id) => {
        await tx.query('SELECT 1 FROM seat WHERE id = $1 FOR NO KEY UPDATE', [id]);
        return keepVacancy(tx, id, today);
      },
    );
  }
}

/** Seats without a full member in office that are not marked as vacant, and those that are marked and are the Region's no longer. */
const vacanciesToKeep = `
  SELECT seat.id FROM seat
   WHERE retracted_at IS NULL AND held_from <= $1::date
     AND CASE WHEN held_to <= $1::date THEN vacant_since IS NOT NULL
              ELSE vacant_since IS NULL AND NOT EXISTS (
       SELECT FROM mandate
        WHERE seat_id = seat.id AND role = 'titular' AND mandate.retracted_at IS NULL AND started_on <= $1::date
          AND coalesce(mandate.ended_on > $1::date, true) AND coalesce(period->>'to' > $1::text, true)
          AND NOT EXISTS (
            SELECT FROM jsonb_array_elements(suspensions) AS suspension
             WHERE suspension->>'from' <= $1::text AND coalesce(suspension->>'to' > $1::text, true))) END
   ORDER BY seat.id`;

/** Checked again under the lock: a correction may have given it more time. */
async function endIfOver(tx: Tx, id: string, today: string): Promise<number> {
  await lockSeatOf(tx, id);
  await lockRow(tx, MandateRecord, id);
  const mandate = await loadFollower(tx, MandateRecord, id);
  const { to } = mandate.period;
  const isRunning = mandate.status === 'active' || mandate.status === 'suspended';
  if (!isRunning || to === undefined || to > today || mandate.retractedAt !== null) return 0;
  mandate.leave({ on: to }, today);
  mandateLife.move(mandate, 'end');
  await update(tx, MandateRecord, mandate);
  await record(tx, mandateEnded(mandate, startOfDay(to).toISOString()));
  return 1 + (await keepVacancy(tx, mandate.seatId, today));
}
