import { Injectable } from '@nestjs/common';
import { startOfDay } from '@passerelle/domain/period';
import { Database, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import { Clock, type Round } from '../clock.js';
import { ConsultationRecord } from './consultation.entity.js';
import { consultationLapsed, consultationUnanswered } from './consultation.facts.js';

// A silence is a fact too. A day ends at midnight in Brussels, on the days of 23 and of 25 hours as on every other.

@Injectable()
export class ConsultationWatch {
  constructor(
    private readonly db: Database,
    clock: Clock,
  ) {
    clock.watch((round) => this.tellSilences(round));
    clock.watch((round) => this.tellLapses(round));
  }

  private async tellSilences({ today, each }: Round): Promise<number> {
    const waiting = await this.db.query<{ id: string }>(
      `SELECT id FROM consultation WHERE status IN ('notified', 'acknowledged') AND reply_due_on < $1::date ORDER BY id`,
      [today],
    );
    const ids = waiting.map(({ id }) => id);
    return each(ids, async (tx, id) => {
      const consultation = await locked(tx, id);
      const { replyDueOn, status } = consultation;
      const isWaiting = status === 'notified' || status === 'acknowledged';
      if (!isWaiting || replyDueOn === null || replyDueOn >= today) return 0;
      consultation.missReply();
      await update(tx, ConsultationRecord, consultation);
      const { unansweredOn } = consultation;
      await record(tx, consultationUnanswered(consultation, startOfDay(unansweredOn ?? today).toISOString()));
      return 1;
    });
  }

  private async tellLapses({ now, each }: Round): Promise<number> {
    const running = await this.db.query<{ id: string }>(
      `SELECT id FROM consultation WHERE status = 'timeframeAgreed' AND due_at <= $1 ORDER BY id`,
      [now],
    );
    const ids = running.map(({ id }) => id);
    return each(ids, async (tx, id) => {
      const consultation = await locked(tx, id);
      const { dueAt, status } = consultation;
      if (status !== 'timeframeAgreed' || dueAt === null || dueAt > now) return 0;
      consultation.lapse();
      await update(tx, ConsultationRecord, consultation);
      await record(tx, consultationLapsed(consultation, dueAt.toISOString()));
      return 1;
    });
  }
}

/** Under the lock nobody replies or extends any more between the look and the act. */
const locked = (tx: Tx, id: string): Promise<ConsultationRecord> =>
  tx
    .createQueryBuilder(ConsultationRecord, 'consultation')
    .where('consultation.id = :id', { id })
    .setLock('pessimistic_write')
    .getOneOrFail();
