import type { EntityManager } from 'typeorm';
import type { Condition, Relations } from '../../access/rights/index.js';

// Every transaction has an actor, so the platform checks rights whenever a record is loaded and no feature can forget to.

/** A transaction: all changes and facts of a use case commit together or not at all. */
export type Tx = EntityManager;

/** The hash of a record's row before and after a change. */
export interface Touched {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly before: string | null;
  readonly after: string;
}

/** Which records of a kind the actor may see; undefined means all of them. */
export interface Reach {
  readonly sees: Condition | undefined;
  readonly may: Condition | undefined;
}

export interface Actor {
  readonly bindActor: string;
  /** The other region for which it acts, empty for callers without a region; undefined for the region's own people and machines. */
  readonly side: string | undefined;
  reach(relations: Relations): Reach;
  /** First in the transaction. */
  begin(tx: Tx): Promise<void>;
  /** Last in the transaction: writes that must commit together with the change. */
  end(tx: Tx, result: unknown, touched: readonly Touched[]): Promise<void>;
}

/** On whose behalf a transaction runs: a caller, or a background worker. */
export interface By {
  readonly actor: Actor;
}

interface BoundActor {
  readonly actor: Actor;
  readonly touched: Touched[];
}

const named = new WeakMap<EntityManager, BoundActor>();

export function name(manager: EntityManager, { actor }: By): BoundActor {
  const entry: BoundActor = { actor, touched: [] };
  named.set(manager, entry);
  return entry;
}

export function boundActorOf(tx: Tx): BoundActor {
  const entry = named.get(tx);
  if (entry === undefined) throw new Error('Records are reached by db.transaction(by, …) or db.read(by, …) alone');
  return entry;
}
