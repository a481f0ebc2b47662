import { startOfDay, today } from '@passerelle/domain/period';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import type { Database } from '@passerelle/platform/data/database';
import { rebuildCalendar } from './calendar/calendar.store.js';
import { Catalogue } from './indicators/catalogue/catalogue.js';
import { forgetFigures, keepUp } from './indicators/upkeep.js';
import { rebuildStates } from './ledger/ledger.store.js';

const rebuild = systemActor('rebuild');

/**
 * Rebuilds everything computed from the ledger: states of records, the calendar, contributions, figures. The ledger may
 * be read meanwhile; until a definition has caught up, the position next to its figures shows its progress.
 */
export async function rebuildProjections(
  db: Database,
  now: Date,
  definitions = new Catalogue().definitions,
): Promise<void> {
  await db.transaction(rebuild, async (tx) => {
    await rebuildStates(tx);
    await rebuildCalendar(tx);
  });
  await db.transaction(rebuild, forgetFigures);
  await keepUp(db, definitions, startOfDay(today(now)).toISOString());
}
