/** Says what to do; `isOfUse` if the command was not given as it must be. */
export class Failure extends Error {
  readonly isOfUse: boolean;

  constructor(message: string, isOfUse = false) {
    super(message);
    this.isOfUse = isOfUse;
  }
}

/** The message `fetch failed` does not name the host: its cause does. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}
