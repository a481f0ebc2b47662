import type { State, Store } from './state.js';

/** Saves the state after changes, one save at a time: what changes during a save is in the next one. */
export interface Saving {
  readonly changed: () => void;
  /** Resolves once the last change is saved. */
  readonly end: () => Promise<void>;
}

export function savingTo(
  store: Pick<Store, 'save'>,
  stateOf: () => State,
  onFailure: (error: unknown) => void,
): Saving {
  let stale = false;
  let current: Promise<void> | undefined;

  const saveAll = async (): Promise<void> => {
    while (stale) {
      stale = false;
      await store.save(stateOf());
    }
  };
  const changed = (): void => {
    stale = true;
    current ??= saveAll()
      .catch(onFailure)
      .finally(() => {
        current = undefined;
        // Between the end of the loop and here something may have changed.
        if (stale) changed();
      });
  };
  return {
    changed,
    end: async () => {
      while (current !== undefined) await current;
    },
  };
}
