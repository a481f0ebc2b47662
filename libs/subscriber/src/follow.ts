import { atBeginning, atPresent, atSnapshot, snapshotPage, type From, type Source } from './beginning.js';
import { askingBy, type HeadersOf } from './call.js';
import { sequenceOf, type ProductEvent } from './event.js';
import { SubscriberFailure } from './failure.js';
import { feedPages } from './feed-pages.js';
import type { SnapshotPage } from './feed.js';
import { Lanes, type Handler } from './lanes.js';
import { Progress } from './progress.js';
import { savingTo, type Saving } from './saving.js';
import { loadState, type SetAside, type State, type Store } from './state.js';
import type { Pages, Way } from './way.js';

export interface FollowOptions {
  /** Address of the gateway, without `/v1`: `https://passerelle.example`. */
  readonly base: string;
  /** As in `GET /v1/products`: `party.cooperation.BE-VLG`. */
  readonly product: string;
  /**
   * The credentials as headers. Called once, and again when the server answers 401. What it throws is waited out like a lost
   * connection, since a token often comes from another server.
   */
  readonly headers: HeadersOf;
  /** Keeps the position; one for each product. */
  readonly store: Store;
  /** Handles one event; must accept that after a crash the same event (`id`) comes again. */
  readonly handler: Handler;
  /** Records handled at once; 8. The events of one record always come one after the other. */
  readonly concurrency?: number | undefined;
  /** Where to begin when the store is empty; `beginning`. */
  readonly from?: From | undefined;
  /** Tries of an event before it is set aside; 8. */
  readonly tries?: number | undefined;
  /** Milliseconds before the second try, the third, …; from one second to five minutes. */
  readonly pauses?: readonly number[] | undefined;
  /** More events set aside than this stop the follower, since then the handler is wrong; 1,000. */
  readonly setAsideLimit?: number | undefined;
  /** Hears each event that is set aside. */
  readonly onSetAside?: ((aside: SetAside) => void) | undefined;
  /** Hears why nothing goes on (no connection, 429, a gap), and for how many milliseconds. */
  readonly onWait?: ((reason: string, milliseconds: number) => void) | undefined;
  /** Stops cleanly: handlers that run may end, the position is saved, `follow` resolves. */
  readonly signal?: AbortSignal | undefined;
  /** Seconds that the server may wait for an event, 0 to 25; 20. */
  readonly wait?: number | undefined;
  /** Milliseconds before an answer that has a gap, or is cut short, is read again. */
  readonly rereadPauses?: readonly number[] | undefined;
  /** The way on which events come, such as `overNats(…)`; the feed of the gateway. */
  readonly over?: Way | undefined;
}

const usualPauses = [1_000, 5_000, 15_000, 30_000, 60_000, 120_000, 300_000];
/** Events that wait for the handler in memory. */
const readAhead = 500;
/** So many more may wait behind those that are tried again, and so many be settled behind one that is not: the others go on. */
const waitingAhead = 10_000;
const settledAhead = 100_000;

/**
 * Hands each event of a product to `handler`, in order within a record, and keeps in `store` how far it is. Resolves when `signal`
 * is aborted; rejects with `SubscriberFailure`, whose message says what to do, or with what the store or `onSetAside` threw.
 * An event is handed out at least once: what was handled after the last save comes again after a crash.
 */
export async function follow(options: FollowOptions): Promise<void> {
  const stop = new AbortController();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    stop.abort();
  };
  const aborted = (): void => stop.abort();
  options.signal?.addEventListener('abort', aborted);
  if (options.signal?.aborted) aborted();
  try {
    if (!stop.signal.aborted) await followUntil(options, stop.signal, fail);
  } catch (error) {
    // What a stop interrupts throws too: only what led to the stop counts.
    if (!stop.signal.aborted) fail(error);
  } finally {
    options.signal?.removeEventListener('abort', aborted);
  }
  if (failures.length > 0) throw failures[0];
}

interface Following {
  readonly source: Source & { readonly signal: AbortSignal };
  readonly progress: Progress;
  readonly lanes: Lanes;
  readonly saving: Saving;
  readonly pages: Pages;
  /** By record: the sequence that the snapshot gave. */
  readonly inSnapshot: Map<string, number>;
}

async function followUntil(options: FollowOptions, signal: AbortSignal, fail: (error: unknown) => void): Promise<void> {
  const { base, product, headers, store, from = 'beginning', onWait, rereadPauses, wait = 20, over } = options;
  const source = { ask: askingBy({ base, headers, signal, onWait }), product, signal, onWait, rereadPauses };
  const stored = await loadState(store, product);
  const { state, first } = stored === undefined ? await begin(source, from) : { state: stored };
  const progress = new Progress(state);
  const pages = (over?.pages ?? feedPages)({ source, progress, after: state.cursor, wait });
  const save = async (saved: State): Promise<void> => {
    await store.save(saved);
    pages.saved(saved);
  };
  const saving = savingTo({ save }, () => progress.state(), fail);
  // Of a snapshot nothing is saved before its end: after a crash it begins anew.
  const settled = { saving: first === undefined ? saving : undefined };
  const lanes = lanesOf(options, { progress, signal, fail, settled });
  const following: Following = { source, progress, lanes, saving, pages, inSnapshot: new Map() };
  try {
    if (first !== undefined) await handSnapshot(following, first);
    if (signal.aborted) return;
    settled.saving = saving;
    if (stored === undefined) saving.changed();
    await readOn(following);
  } finally {
    await lanes.atRest();
    await saving.end();
    await pages.close();
  }
}

async function begin(source: Source, from: From): Promise<{ state: State; first?: SnapshotPage }> {
  if (from === 'snapshot') return atSnapshot(source);
  return { state: from === 'now' ? await atPresent(source) : atBeginning(source.product) };
}

interface Parts {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly fail: (error: unknown) => void;
  readonly settled: { saving: Saving | undefined };
}

function lanesOf(options: FollowOptions, { progress, signal, fail, settled }: Parts): Lanes {
  const { handler, concurrency = 8, tries = 8, pauses = usualPauses, setAsideLimit = 1_000, onSetAside } = options;
  const blocked = new Map<string, string>();
  for (const { event } of progress.setAside)
    if (!blocked.has(event.partitionkey)) blocked.set(event.partitionkey, event.id);
  const onSettled = (event: ProductEvent, aside?: SetAside): void => {
    progress.settle(event, aside);
    settled.saving?.changed();
    if (aside === undefined) return;
    onSetAside?.(aside);
    if (progress.setAside.length > setAsideLimit)
      throw new SubscriberFailure(
        'tooManySetAside',
        `more than ${setAsideLimit} events are set aside, the last one because: ${aside.reason}. Mend the handler, call retrySetAside, then follow again.`,
      );
  };
  return new Lanes({ handler, concurrency, tries, pauses, signal, blocked, onSettled, onFailure: fail });
}

async function handSnapshot({ source, lanes, inSnapshot }: Following, first: SnapshotPage): Promise<void> {
  for (let page: SnapshotPage | undefined = first; page !== undefined;) {
    await lanes.until(() => lanes.open < readAhead);
    if (source.signal.aborted) return;
    for (const event of page.items) {
      inSnapshot.set(event.partitionkey, sequenceOf(event));
      lanes.add(event);
    }
    page = page.next === undefined ? undefined : await snapshotPage(source, page.next);
  }
  await lanes.until(() => lanes.open === 0);
}

async function readOn({ source, progress, lanes, saving, pages, inSnapshot }: Following): Promise<void> {
  for (;;) {
    await lanes.until(() => lanes.busy < readAhead && lanes.open < waitingAhead && progress.span < settledAhead);
    if (source.signal.aborted) return;
    const page = await pages.next();
    for (const event of progress.accept(page)) {
      // A snapshot of several pages may be younger than its cursor: an older state must not come after a younger one.
      if ((inSnapshot.get(event.partitionkey) ?? 0) >= sequenceOf(event)) progress.settle(event);
      else lanes.add(event);
    }
    if (page.events.length > 0) saving.changed();
  }
}
