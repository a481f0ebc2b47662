// Where a follower without a stored state begins.
import type { Ask } from './call.js';
import { SubscriberFailure } from './failure.js';
import { readCheckpoints, readProducts, readSnapshotPage, type Cursor, type SnapshotPage } from './feed.js';
import { reread, type Rereading } from './rereading.js';
import { chainStart, type Proof, type State } from './state.js';

/** `beginning`: every event there ever was. `snapshot`: the present state of each record, then what follows. `now`: what follows. */
export type From = 'beginning' | 'snapshot' | 'now';

export interface Source extends Rereading {
  readonly ask: Ask;
  readonly product: string;
}

export const atBeginning = (product: string): State => ({
  format: 1,
  product,
  sequence: 0,
  ahead: [],
  proof: { after: 0, count: 0, sha256: chainStart, marks: [] },
  setAside: [],
});

export async function atPresent(source: Source): Promise<State> {
  const { products } = await reread(() => readProducts(source.ask), source);
  const found = products.find(({ id }) => id === source.product);
  if (found === undefined)
    throw new SubscriberFailure(
      'unknownProduct',
      `no product ${source.product} for these credentials, only ${products.map(({ id }) => id).join(', ') || 'none'}: check its name.`,
    );
  return after(source, found.cursor);
}

/** The first page of the snapshot, and the state from which to go on once all its pages are handled. */
export async function atSnapshot(source: Source): Promise<{ first: SnapshotPage; state: State }> {
  const first = await snapshotPage(source, undefined);
  return { first, state: await after(source, first.cursor) };
}

export const snapshotPage = (source: Source, query: SnapshotPage['next']): Promise<SnapshotPage> =>
  reread(() => readSnapshotPage(source.ask, source.product, query), source);

// The checkpoints are read after the cursor: their end is at the cursor or, if events came meanwhile, after it. These events are
// read and handled, but the chain begins behind them.
async function after(source: Source, cursor: Cursor): Promise<State> {
  const end = (await reread(() => readCheckpoints(source.ask, source.product), source)).at(-1);
  const proof: Proof = { after: end?.to ?? 0, count: 0, sha256: end?.sha256 ?? chainStart, marks: [] };
  return { format: 1, product: source.product, cursor, ahead: [], proof, setAside: [] };
}
