// What a way is on which events come. The feed (feed-pages.ts) is the usual one; `overNats` of nats.ts makes another.
import type { Source } from './beginning.js';
import type { Cursor, Page } from './feed.js';
import type { Progress } from './progress.js';
import type { State } from './state.js';

export interface Way {
  readonly pages: (reading: Reading) => Pages;
  /** What `doctor` says of it. Never rejects for what it finds. */
  readonly examine: (examined: Examined) => Promise<Judgement>;
}

/** Where a follower is when it begins to read. */
export interface Reading {
  readonly source: Source & { readonly signal: AbortSignal };
  readonly progress: Progress;
  /** The cursor of its state. */
  readonly after: Cursor | undefined;
  /** Seconds that the gateway may wait for an event. */
  readonly wait: number;
}

export interface Pages {
  /** The next page, once there is one; it has no fault. Rejects as `follow` does, and once following stops. */
  readonly next: () => Promise<Page>;
  /** Hears each state that was saved. */
  readonly saved: (state: State) => void;
  /** After the last state was saved. */
  readonly close: () => Promise<void>;
}

export interface Examined {
  readonly product: string;
  readonly state: State | undefined;
  readonly signal: AbortSignal;
}

/** `wrong` says what to do; `unchecked`, what is missing for the check. */
export interface Judgement {
  readonly result: 'right' | 'wrong' | 'unchecked';
  readonly text: string;
}
