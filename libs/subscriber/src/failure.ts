import { types } from 'node:util';

/** Why following stopped. The message says what to do. */
export type FailureCode =
  /** The product began anew (410): its cursors of before are worth nothing. */
  | 'productRestarted'
  /** No such product, or not for this caller (404). */
  | 'unknownProduct'
  /** The server does not accept the cursor (400). */
  | 'badCursor'
  /** Headers that were asked anew are refused as well (401). */
  | 'unauthorized'
  /** The caller may not (403). */
  | 'forbidden'
  /** The address leads elsewhere (3xx). */
  | 'redirected'
  /** Sequences are missing, and stay missing. */
  | 'gap'
  /** What answers does not speak this contract. */
  | 'notThisContract'
  /** Nothing answers; only where nobody waits for it, as in `doctor`. */
  | 'unreachable'
  /** The stored state cannot be read. */
  | 'damagedState'
  /** The stored state is of another product, or another process writes it. */
  | 'foreignState'
  /** More events are set aside than `setAsideLimit`. */
  | 'tooManySetAside';

/** The one error of this package; anything else that is thrown comes from a handler, a store or a function of the caller. */
export class SubscriberFailure extends Error {
  constructor(
    readonly code: FailureCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'SubscriberFailure';
  }
}

/** The sentence of an error, with what caused it: `fetch failed` alone helps nobody. */
export function reasonOf(error: unknown): string {
  // Not `instanceof`: an error may come from another realm, as in a test runner.
  if (!types.isNativeError(error)) return String(error);
  if (error instanceof SubscriberFailure) return error.message;
  const inner = types.isNativeError(error.cause) ? error.cause.message || codeOf(error.cause) : '';
  return inner === '' ? error.message : `${error.message} (${inner})`;
}

/** The code of an error of Node: `ENOENT`. */
export const codeOf = (error: unknown): string =>
  types.isNativeError(error) && 'code' in error ? String(error.code) : '';
