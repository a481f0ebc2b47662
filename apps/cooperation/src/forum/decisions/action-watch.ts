import { Injectable } from '@nestjs/common';
import { Database, update, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { DeadlineWorker, type DeadlineCheck } from '@passerelle/platform/features/deadlines';
import { ActionItemRecord } from './action-item.entity.js';
import { actionOverdue } from './action-item.facts.js';

/** An action item becomes overdue on the day after its due day. */
@Injectable()
export class ActionWatch {
  constructor(
    private readonly db: Database,
    clock: DeadlineWorker,
  ) {
    clock.watch((round) => this.reportOverdue(round));
  }

  private async reportOverdue({ today, each }: DeadlineCheck): Promise<number> {
    const due = await this.db.query<{ id: string }>(
      `SELECT id FROM action_item WHERE status = 'open' AND overdue_on IS NULL AND due_on < $1 ORDER BY due_on, id`,
      [today],
    );
    const ids = due.map(({ id }) => id);
    return each(ids, (tx, id) => tellOf(tx, id, today));
  }
}

/** Checked again under the lock: the item may have been closed in the meantime. */
async function tellOf(tx: Tx, id: string, today: string): Promise<number> {
  const item = await tx
    .createQueryBuilder(ActionItemRecord, 'item')
    .where('item.id = :id', { id })
    .setLock('pessimistic_write')
    .getOne();
  if (item?.fallOverdue(today) !== true) return 0;
  await update(tx, ActionItemRecord, item);
  await record(tx, actionOverdue(item));
  return 1;
}
