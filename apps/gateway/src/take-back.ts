import type { Database } from '@passerelle/platform/data/database';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import type { FactKind } from '@passerelle/platform/events/facts';
import { holdersOf, takeBack, type Extent, type TakenBack } from '@passerelle/platform/features/texts';
import { takeBackFromLedger } from './ledger/taken-back.store.js';
import { takeBackFromProducts } from './products/taken-back.store.js';
import { rebuildProjections } from './rebuild.js';

/** What is computed from the ledger, the ledger itself, and the data products. */
const computed = [
  'ledger',
  'product_fact',
  'record_state',
  'calendar_entry',
  'contribution',
  'cell',
  'cell_key',
  'indicator_root',
  'indicator_member',
  'indicator_position',
];

interface TakenBackHere extends TakenBack {
  /** Facts of all services, in the ledger. */
  readonly ledger: number;
  /** The same in the data products. */
  readonly products: number;
}

/**
 * Takes words back from the gateway's own tables and from the ledger, as the services did from their logs, and computes again
 * what still contains them, also after a first attempt that was interrupted.
 */
export async function takeBackHere(
  db: Database,
  words: string,
  facts: readonly FactKind[],
  extent: Extent,
): Promise<TakenBackHere> {
  const taken = await takeBack(db, words, facts, { ...extent, computed });
  const by = systemActor('takeBackText');
  const [ledger, products] = await db.transaction(by, async (tx) => [
    await takeBackFromLedger(tx, words),
    await takeBackFromProducts(tx, words),
  ]);
  if ((await holdersOf(db, words, { only: computed })).length > 0) await rebuildProjections(db, new Date());
  return { ...taken, ledger, products };
}
