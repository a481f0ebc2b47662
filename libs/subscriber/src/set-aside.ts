import { reasonOf } from './failure.js';
import type { Handler } from './lanes.js';
import { loadState, type SetAside, type State, type Store } from './state.js';

export interface RetryOptions {
  readonly product: string;
  readonly store: Store;
  readonly handler: Handler;
  /** Only these records (`partitionkey`); all, if absent. */
  readonly records?: readonly string[] | undefined;
  /** Stops after the event that is being handled. */
  readonly signal?: AbortSignal | undefined;
}

export interface Retried {
  /** Ids of the events that are handled now. */
  readonly handled: readonly string[];
  /** What is still set aside. */
  readonly left: readonly SetAside[];
}

/**
 * Hands the events that were set aside to `handler` once more, one by one, in order; of a record whose event fails again, the later
 * ones wait. The state is saved after each one. Not while `follow` runs with this store: stop it, retry, follow again; then the
 * later events of a record that has nothing set aside any more are handled as usual. Rejects with what the store throws.
 */
export async function retrySetAside(options: RetryOptions): Promise<Retried> {
  const { product, store, records, signal = new AbortController().signal } = options;
  const handled: string[] = [];
  const failed = new Set<string>();
  let state = await loadState(store, product);
  for (const aside of state?.setAside ?? []) {
    const record = aside.event.partitionkey;
    if (state === undefined || signal.aborted) break;
    if (failed.has(record) || records?.includes(record) === false) continue;
    const reason = await failureOf(options.handler, aside, signal);
    if (reason === undefined) handled.push(aside.event.id);
    else failed.add(record);
    state = withOutcome(state, aside, reason);
    await store.save(state);
  }
  return { handled, left: state?.setAside ?? [] };
}

/** Why it failed again; `undefined` if it did not. */
async function failureOf(
  handler: Handler,
  { event, tries }: SetAside,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    await handler(event, { attempt: tries + 1, signal });
    return undefined;
  } catch (error) {
    return reasonOf(error) || 'the handler threw without a reason';
  }
}

function withOutcome(state: State, aside: SetAside, reason: string | undefined): State {
  const again = { ...aside, reason: reason ?? '', tries: aside.tries + 1, at: new Date().toISOString() };
  const setAside = state.setAside.flatMap((each) => (each !== aside ? each : reason === undefined ? [] : again));
  return { ...state, setAside };
}
