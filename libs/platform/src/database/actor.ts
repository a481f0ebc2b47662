import type { EntityManager } from 'typeorm';
import type { Condition, Relations } from '../rights/index.js';

// Records are read and changed in somebody's name, never in nobody's: a transaction knows whose it is, so a rule about
// rights cannot be forgotten by the feature that loads a record.

/** A transaction: everything that a use case changes and records stands or falls with it. */
export type Tx = EntityManager;

/** A record as it was before and as it is after, by the hash of its row. */
export interface Touched {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly before: string | null;
  readonly after: string;
}

/** Which records of a kind the actor reaches; undefined means all of them. */
export interface Reach {
  readonly sees: Condition | undefined;
  readonly may: Condition | undefined;
}

export interface Actor {
  readonly name: string;
  /** The other region for which it acts, empty for nobody's; undefined for the region's own people and machines. */
  readonly side: string | undefined;
  reach(relations: Relations): Reach;
  /** First in the transaction. */
  begin(tx: Tx): Promise<void>;
  /** Last in the transaction: what must stand or fall with the change. */
  end(tx: Tx, result: unknown, touched: readonly Touched[]): Promise<void>;
}

/** Whatever is done in an actor's name: a call, or the work of a clock. */
export interface By {
  readonly actor: Actor;
}

interface Named {
  readonly actor: Actor;
  readonly touched: Touched[];
}

const named = new WeakMap<EntityManager, Named>();

export function name(manager: EntityManager, { actor }: By): Named {
  const entry: Named = { actor, touched: [] };
  named.set(manager, entry);
  return entry;
}

export function nameOf(tx: Tx): Named {
  const entry = named.get(tx);
  if (entry === undefined) throw new Error('Records are reached by db.transaction(by, …) or db.read(by, …) alone');
  return entry;
}
