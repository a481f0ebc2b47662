import { Injectable } from '@nestjs/common';
import { Database, findOrRefuse } from '@passerelle/platform/data/database';
import { DeadlineWorker, type DeadlineCheck } from '../../shared/deadlines/deadline-worker.js';
import { ConsultationRecord } from './consultation.entity.js';
import { expireOverdue } from './expiry.js';

/** Records missed replies and lapsed time-frames that no request has recorded. */
@Injectable()
export class ConsultationWatch {
  constructor(
    private readonly db: Database,
    clock: DeadlineWorker,
  ) {
    clock.watch((round) => this.tell(round));
  }

  private async tell({ now, today, each }: DeadlineCheck): Promise<number> {
    const due = await this.db.query<{ id: string }>(
      `SELECT id FROM consultation
        WHERE (status IN ('notified', 'acknowledged') AND reply_due_on < $1::date)
           OR (status = 'timeframeAgreed' AND due_at <= $2) ORDER BY id`,
      [today, now],
    );
    const ids = due.map(({ id }) => id);
    return each(ids, async (tx, id) => {
      await tx.query('SELECT 1 FROM consultation WHERE id = $1 FOR NO KEY UPDATE', [id]);
      return expireOverdue(tx, await findOrRefuse(tx, ConsultationRecord, id), now);
    });
  }
}
