import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '@passerelle/platform/data/database';
import { record } from '@passerelle/platform/events/facts';
import { DeadlineWorker, type DeadlineCheck } from '@passerelle/platform/features/deadlines';
import { DataSharingRecord } from './data-sharing.entity.js';
import { deliveryMissed } from './data-sharing.facts.js';
import { missedDays } from './refresh.js';

// The deadline worker finds missed deliveries. Each due day that passes is published once: the pair (sharing, day) is
// unique. A daily rate that was not checked for years is recorded in portions, one per round.

const mostAtOnce = 50;

@Injectable()
export class DeliveryWatch {
  constructor(
    private readonly db: Database,
    clock: DeadlineWorker,
  ) {
    clock.watch((round) => this.tellMissed(round));
  }

  private async tellMissed({ today, each }: DeadlineCheck): Promise<number> {
    const overdue = await this.db.query<{ id: string }>(
      `SELECT id FROM data_sharing WHERE status = 'active' AND next_due_on < $1 AND retracted_at IS NULL ORDER BY id`,
      [today],
    );
    const ids = overdue.map(({ id }) => id);
    return each(ids, (tx, id) => tellOf(tx, id, today));
  }
}

/** Checked again under the lock: earlier deliveries are read, later ones wait. */
async function tellOf(tx: Tx, id: string, today: string): Promise<number> {
  const sharing = await tx
    .createQueryBuilder(DataSharingRecord, 'sharing')
    .where(`sharing.id = :id AND sharing.status = 'active' AND sharing.retractedAt IS NULL`, { id })
    .setLock('pessimistic_read')
    .getOne();
  if (sharing === null) return 0;
  const { refresh, expectedSince } = sharing;
  const missed = missedDays(refresh, expectedSince, await lastTold(tx, id), today, mostAtOnce);
  let told = 0;
  for (const dueOn of missed) told += Number(await tellOnce(tx, sharing, dueOn));
  return told;
}

async function lastTold(tx: Tx, id: string): Promise<string | null> {
  const sql = 'SELECT max(due_on)::text AS day FROM delivery_breach WHERE data_sharing_id = $1';
  const [row] = await tx.query<{ day: string | null }[]>(sql, [id]);
  return row?.day ?? null;
}

async function tellOnce(tx: Tx, sharing: DataSharingRecord, dueOn: string): Promise<boolean> {
  const fresh = await tx.query<unknown[]>(
    'INSERT INTO delivery_breach (data_sharing_id, due_on) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING 1',
    [sharing.id, dueOn],
  );
  if (fresh.length === 0) return false;
  const breach = { ...sharing, missed: { dueOn } };
  await record(tx, deliveryMissed(breach));
  return true;
}
