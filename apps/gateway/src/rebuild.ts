import { startOfDay, today } from '@passerelle/domain/period';
import { machine } from '@passerelle/platform/acts';
import type { Database } from '@passerelle/platform/database';
import { rebuildCalendar } from './calendar/calendar.store.js';
import { Catalogue } from './indicators/catalogue/catalogue.js';
import { forgetFigures, keepUp } from './indicators/upkeep.js';
import { rebuildStates } from './ledger/ledger.store.js';

const rebuild = machine('rebuild');

/**
 * Computes all that follows from the ledger anew: states of records, the calendar, contributions, figures. The ledger may be read on
 * meanwhile; until a definition has caught up, the position beside its figures says how far it is.
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
