import { today } from '@passerelle/domain/period';
import type { z } from 'zod';
import {
  findOrRefuse,
  insert,
  newId,
  nextReference,
  update,
  type Database,
  type Kind,
  type Tx,
  type Versioned,
} from '../../data/database/index.js';
import { record, type Fact } from '../../events/facts/index.js';
import type { Call } from '../../runtime/operations/index.js';
import type { ServiceContext } from '../../runtime/service/index.js';

// What every create, change and act does in its transaction: load, rule, save, fact.

/** What the class of a record's operations must have: Nest injects both. */
export interface RecordHost {
  readonly db: Database;
  readonly context: ServiceContext;
}

/** Called with a record before its rule; what it returns saves the record, and changes before and after it what depends on it. */
export type Saving<Entity, Host> = (host: Host, tx: Tx, record: Entity) => (save: () => Promise<void>) => Promise<void>;

interface Creation<Entity, New extends z.ZodType> {
  readonly make: (id: string, ref: string, given: z.output<New>) => Entity;
  readonly fact: (record: Entity) => Fact;
}

export type AnyCall<Body = unknown, Query = unknown> = Call<Body, string, Query>;

export const todayHere = (): string => today(new Date());

export const created =
  <Entity extends Versioned, New extends z.ZodType>(of: Kind<Entity>, { make, fact }: Creation<Entity, New>) =>
  ({ db, context }: RecordHost, call: AnyCall<z.output<New>, undefined>): Promise<Entity> =>
    db.transaction(call, async (tx) => {
      const ref = await nextReference(tx, context.referencePrefix, Number(todayHere().slice(0, 4)));
      const made = make(newId(), ref, call.body);
      await insert(tx, of, made);
      await record(tx, fact(made));
      return made;
    });

/** The record for a change, at the version that the caller names. */
export const foundFor = <Entity extends Versioned>(
  tx: Tx,
  of: Kind<Entity>,
  id: string,
  call: AnyCall,
): Promise<Entity> => findOrRefuse(tx, of, call.params[id] ?? '', call.expectedVersion);

interface Revision<Entity extends Versioned, Host> {
  readonly of: Kind<Entity>;
  readonly saving?: Saving<Entity, Host> | undefined;
  readonly load: (tx: Tx) => Promise<{
    readonly found: Entity;
    /** Changes it, and returns what makes the fact once it is saved. */
    readonly rule: () => () => Fact;
  }>;
}

/** A change or an act in its transaction. */
export const revised = <Entity extends Versioned, Host extends RecordHost>(
  host: Host,
  call: AnyCall,
  { of, load, saving }: Revision<Entity, Host>,
): Promise<Entity> =>
  host.db.transaction(call, async (tx) => {
    const { found, rule } = await load(tx);
    const saved = saving?.(host, tx, found) ?? ((save) => save());
    const fact = rule();
    await saved(() => update(tx, of, found));
    await record(tx, fact());
    return found;
  });
