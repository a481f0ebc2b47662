import { Injectable } from '@nestjs/common';
import { Database, update, type Tx } from '@passerelle/platform/database';
import { record } from '@passerelle/platform/facts';
import { Clock, type Round } from '../clock.js';
import { ActionItemRecord } from './action-item.entity.js';
import { actionOverdue } from './action-item.facts.js';

/** An action becomes overdue by the calendar, on the day after the one on which it was due. */
@Injectable()
export class ActionWatch {
  constructor(
    private readonly db: Database,
    clock: Clock,
  ) {
    clock.watch((round) => this.tellOverdue(round));
  }

  private async tellOverdue({ today, each }: Round): Promise<number> {
    const due = await this.db.query<{ id: string }>(
      `SELECT id FROM action_item WHERE status = 'open' AND overdue_on IS NULL AND due_on < $1 ORDER BY due_on, id`,
      [today],
    );
    const ids = due.map(({ id }) => id);
    return each(ids, (tx, id) => tellOf(tx, id, today));
  }
}

/** Under the lock it is judged anew: whoever closed it in between was in time to be heard. */
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
