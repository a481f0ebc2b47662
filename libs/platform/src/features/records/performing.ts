import {
  findOrRefuse,
  insert,
  isUniqueViolation,
  lockRow,
  update,
  type Database,
  type Kind,
  type Tx,
} from '../../data/database/index.js';
import { record, type Fact } from '../../events/facts/index.js';
import type { Refusal } from '../../kernel/problems/index.js';
import type { ServiceContext } from '../../runtime/service/index.js';
import {
  actContextOf,
  type ActContext,
  type AnyCall,
  type Expired,
  type KeptRecord,
  type Name,
  type Performed,
} from '../lives/index.js';
import { refuseMonolingual } from './invariants.js';

// What every create, change and act does in its transaction, top-down: lock, load, rule, save, fact, what follows. Before it, the
// actor of the transaction looks for an earlier answer under the same key; after it, the actor writes the audit trail and keeps
// the answer (`CallActor`).
//
// Locks are taken in one order, so that two transactions wait for each other in no circle: the record above by its own lock
// (`Declared.lock`), then the record, then what lies below, in the order of ids.

/** What the class of a record's operations must have: Nest injects both. */
export interface RecordHost {
  readonly db: Database;
  readonly context: ServiceContext;
}

/** What this caller is shown of a record, where that is not what is stored of it. */
export type Shows<Entity> = ((record: Entity, tx: Tx) => object | Promise<object>) | undefined;

/** What children copy from a record, and so must follow. */
export interface Cascade<Entity, Host> {
  /** The copied fields. */
  readonly copies: (record: Entity) => object;
  /** Locks the children before the record is saved. */
  readonly lock?: (host: Host, tx: Tx, record: Entity) => Promise<unknown>;
  /** Updates them after it. */
  readonly follow: (host: Host, tx: Tx, record: Entity) => Promise<unknown>;
}

export interface Creating<Entity, Host, Body> {
  /** Makes the record; other records that it needs are locked and read here. */
  readonly make: (name: Name, given: Body, context: ActContext, host: Host) => Entity | Promise<Entity>;
  /** Absent where another record carries the new one in a fact of its own. */
  readonly fact?: (record: Entity) => Fact;
  /** What changes besides the record, once it is saved. */
  readonly follows?: (record: Entity, given: Body, context: ActContext, host: Host) => Promise<void>;
  readonly twin?: Twins<Body>;
  /** Runs the creation, where it must wait before it occupies a connection. */
  readonly around?: (host: Host, call: AnyCall<Body>, create: () => Promise<object>) => Promise<object>;
}

/** A unique index that decides between two concurrent requests, and what the second is told. */
interface Twin<Body> {
  readonly index: string;
  readonly refusal: (given: Body) => Refusal;
}
export type Twins<Body> = Twin<Body> | readonly Twin<Body>[];

/** What the second of two twins is told. */
export const refusalOfTwin = <Body>(error: unknown, twins: Twins<Body> = [], given: Body): unknown =>
  [twins]
    .flat()
    .find(({ index }) => isUniqueViolation(error, index))
    ?.refusal(given) ?? error;

export async function created<Entity extends KeptRecord, Host extends RecordHost, Body>(
  host: Host,
  call: AnyCall<Body>,
  of: Kind<Entity>,
  { make, fact, follows, twin, around = (_, __, create) => create() }: Creating<Entity, Host, Body>,
  shows?: Shows<Entity>,
): Promise<object> {
  const create = () =>
    host.db.transaction(call, async (tx) => {
      const context = actContextOf(tx, call, host.context);
      const made = await make(await context.newName(), call.body, context, host);
      refuseMonolingual(made);
      await insert(tx, of, made);
      if (fact !== undefined) await record(tx, fact(made));
      await follows?.(made, call.body, context, host);
      return shows?.(made, tx) ?? made;
    });
  return around(host, call, create).catch((error: unknown) => {
    throw refusalOfTwin(error, twin, call.body);
  });
}

interface Revised extends Omit<Performed, 'fact'> {
  /** Absent for configuration, which makes no fact. */
  readonly fact?: Performed['fact'] | undefined;
}

export interface Revising<Entity, Host> {
  readonly of: Kind<Entity & KeptRecord>;
  readonly id: string;
  /** Locks what must be locked before the record. */
  readonly lock?: ((tx: Tx, id: string) => Promise<unknown>) | undefined;
  readonly cascade?: Cascade<Entity, Host> | undefined;
  readonly shows?: Shows<Entity>;
  /** What the clock does first, if its day has passed. */
  readonly expire?: ((record: Entity, now: Date) => Expired | undefined) | undefined;
  /** Changes the record, or refuses. */
  readonly rule: (record: Entity, context: ActContext) => Promise<Revised>;
}

/** A change or an act in its transaction. */
export const revised = <Entity extends KeptRecord, Host extends RecordHost>(
  host: Host,
  call: AnyCall,
  revising: Revising<Entity, Host>,
): Promise<object> =>
  host.db.transaction(call, async (tx) => {
    const context = actContextOf(tx, call, host.context);
    const found = await lockedRecord(tx, revising, context);
    const { cascade } = revising;
    const copied = JSON.stringify(cascade?.copies(found));
    const performed = await revising.rule(found, context);
    refuseMonolingual(found);
    const isCascading = JSON.stringify(cascade?.copies(found)) !== copied;
    if (isCascading) await cascade?.lock?.(host, tx, found);
    await update(tx, revising.of, found);
    if (performed.fact !== undefined) await record(tx, performed.fact());
    if (isCascading) await cascade?.follow(host, tx, found);
    await performed.follows();
    return revising.shows?.(found, tx) ?? found;
  });

/** The record at the version that the caller names, locked, and with a passed deadline recorded. */
export async function lockedRecord<Entity extends KeptRecord, Host>(
  tx: Tx,
  { of, id, lock, expire }: Pick<Revising<Entity, Host>, 'of' | 'id' | 'lock' | 'expire'>,
  { now, expectedVersion }: { readonly now: Date; readonly expectedVersion?: number | undefined },
): Promise<Entity> {
  await lock?.(tx, id);
  if (expire === undefined) return findOrRefuse(tx, of, id, expectedVersion);
  await lockRow(tx, of, id);
  const found = await findOrRefuse(tx, of, id, expectedVersion);
  const expired = expire(found, now);
  if (expired === undefined) return found;
  await update(tx, of, found);
  await record(tx, expired.fact());
  await expired.follows(tx);
  return found;
}
