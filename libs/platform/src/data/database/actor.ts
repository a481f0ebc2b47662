import type { EntityManager } from 'typeorm';
import type { Condition, Relations } from '../../access/rights/index.js';

// Every transaction has an actor, so the platform checks rights whenever a record is loaded and no feature can forget to.

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
  /** Whether it holds a scope, where a record has a part that needs another one. */
  holds(scope: string): boolean;
  /** First in the transaction. */
  begin(tx: Tx): Promise<void>;
  /** Last in the transaction: writes that must commit together with the change. */
  end(tx: Tx, result: unknown): Promise<void>;
}

/** On whose behalf a transaction runs: a caller, or a background worker. */
export interface By {
  readonly actor: Actor;
}

/** A transaction, in the name of its actor: all changes and facts of a use case commit together or not at all. */
export interface Tx extends EntityManager, By {
  /** The records that it changed, for the audit trail. */
  readonly touched: Touched[];
  /** What the audit trail must say besides. */
  readonly remarks: string[];
  /** Changed records of which the audit trail keeps no reason. */
  readonly unexplained: Set<string>;
  /** Statements under way on which no rule depends: their answers arrive with that of COMMIT. */
  readonly sent: Promise<unknown>[];
}

export const inTheNameOf = ({ actor }: By, manager: EntityManager, sent: Promise<unknown>[] = []): Tx =>
  Object.assign(manager, { actor, touched: [], remarks: [], unexplained: new Set<string>(), sent });
