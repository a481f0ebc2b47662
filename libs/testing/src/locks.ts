/** For tests of work that meets: the moment at which one transaction waits for another, and a worker that must not begin by itself. */
import type { AdvisoryLock, Database } from '@passerelle/platform/data/database';
import { Leader } from '@passerelle/platform/data/workers';
import { until } from './until.js';

const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

export const untilSomeoneWaits = (database: Pick<Database, 'query'>): Promise<void> =>
  until('a transaction waits for a lock', async () => (await database.query(waiting)).length > 0);

/** Until the returned function is called, no instance begins a round of that work by itself: those of the test are the only ones. */
export async function holdLock({ source }: Pick<Database, 'source'>, lock: AdvisoryLock): Promise<() => Promise<void>> {
  const leader = new Leader(source, lock);
  await until('no round is running', () => leader.leads());
  return () => leader.resign();
}
