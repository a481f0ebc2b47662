import type { ProductEvent } from './event.js';
import { isProductEvent, isRecord } from './event.js';
import { SubscriberFailure } from './failure.js';
import type { Cursor } from './feed.js';

/** The chain at a sequence, as in a checkpoint. */
export interface Mark {
  readonly to: number;
  readonly sha256: string;
}

/** What proves completeness: the chain over all events after `after`, up to `State.sequence`. */
export interface Proof {
  /** 0, when followed from the beginning; else the sequence from whose checkpoint the chain goes on. */
  readonly after: number;
  /** Events in the chain since then. */
  readonly count: number;
  /** The running chain, 64 hex digits. */
  readonly sha256: string;
  /** The chain at each full thousand, where the server has checkpoints. */
  readonly marks: readonly Mark[];
}

/** An event that the handler failed to handle, or that waits behind one of the same record. */
export interface SetAside {
  readonly event: ProductEvent;
  /** The error of the handler, or which event it waits behind. */
  readonly reason: string;
  /** How often the handler failed; 0 for what waits behind another. */
  readonly tries: number;
  /** RFC 3339 */
  readonly at: string;
}

/** All that must be kept to go on; JSON. */
export interface State {
  readonly format: 1;
  readonly product: string;
  /** The source of its events; absent before the first one. */
  readonly source?: string | undefined;
  /** Begins the page that holds the first event which is not settled; absent: the beginning. */
  readonly cursor?: Cursor | undefined;
  /** Up to here every event is settled: handled, or set aside. Absent before the first event. */
  readonly sequence?: number | undefined;
  /** Ranges of sequences that are settled after the first one that is not: their records were faster. */
  readonly ahead: readonly (readonly [from: number, to: number])[];
  readonly proof: Proof;
  /** In the order of the product. */
  readonly setAside: readonly SetAside[];
}

/**
 * Where the state is kept. `load` answers `undefined` only if nothing was ever saved: a state that cannot be read must throw, or
 * everything would come again. `save` resolves once the state would survive a power cut, and replaces the former one whole.
 */
export interface Store {
  load(): Promise<State | undefined>;
  save(state: State): Promise<void>;
}

export const chainStart = '0'.repeat(64);

const isText = (value: unknown): boolean => typeof value === 'string';
const isNumber = (value: unknown): boolean => Number.isSafeInteger(value);
const isDigest = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isAbsentOr = (fits: (value: unknown) => boolean, value: unknown): boolean => value === undefined || fits(value);
const isListOf = (fits: (value: unknown) => boolean, value: unknown): boolean =>
  Array.isArray(value) && value.every(fits);

const isRange = (value: unknown): boolean => isListOf(isNumber, value) && Array.isArray(value) && value.length === 2;
const isMark = (value: unknown): boolean => isRecord(value) && isNumber(value['to']) && isDigest(value['sha256']);
const isSetAside = (value: unknown): boolean =>
  isRecord(value) && isProductEvent(value['event']) && isText(value['reason']) && isNumber(value['tries']);
const isProof = (value: unknown): boolean =>
  isRecord(value) &&
  isNumber(value['after']) &&
  isNumber(value['count']) &&
  isDigest(value['sha256']) &&
  isListOf(isMark, value['marks']);

/** Whether a value that comes from outside is a state. */
export const isState = (value: unknown): value is State =>
  isRecord(value) &&
  value['format'] === 1 &&
  isText(value['product']) &&
  isAbsentOr(isText, value['source']) &&
  isAbsentOr(isText, value['cursor']) &&
  isAbsentOr(isNumber, value['sequence']) &&
  isListOf(isRange, value['ahead']) &&
  isProof(value['proof']) &&
  isListOf(isSetAside, value['setAside']);

/** The stored state of this product; `undefined` if there is none yet. */
export async function loadState(store: Store, product: string): Promise<State | undefined> {
  const state: unknown = await store.load();
  if (state === undefined) return undefined;
  if (!isState(state)) throw new SubscriberFailure('damagedState', `The store gave what is no state. ${whatToDo}`);
  if (state.product !== product)
    throw new SubscriberFailure(
      'foreignState',
      `The stored state is of ${state.product}, not of ${product}: give each product a store of its own.`,
    );
  return state;
}

export const whatToDo =
  "It is not taken for the beginning. Restore it from a backup: what was handled since then comes once more. Or remove it, and follow from 'beginning' (everything comes again) or from 'snapshot' (the present state of each record).";
