/** For tests of two transactions that meet: the moment at which one waits for the other. */
import type { Database } from '@passerelle/platform/data/database';
import { until } from './until.js';

const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;

export const untilSomeoneWaits = (database: Pick<Database, 'query'>): Promise<void> =>
  until('a transaction waits for a lock', async () => (await database.query(waiting)).length > 0);
