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

interface Revision<Entity> {
  readonly fact: (record: Entity) => Fact;
  readonly rule: (record: Entity) => void;
}

type AnyCall<Body = unknown, Query = unknown> = Call<Body, string, Query>;

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

/** A change or an act, at the version that the caller names. */
export const revised =
  <Entity extends Versioned, Host extends RecordHost>(of: Kind<Entity>, id: string, saving?: Saving<Entity, Host>) =>
  (host: Host, call: AnyCall, { fact, rule }: Revision<Entity>): Promise<Entity> =>
    host.db.transaction(call, async (tx) => {
      const found = await findOrRefuse(tx, of, call.params[id] ?? '', call.expectedVersion);
      const saved = saving?.(host, tx, found) ?? ((save) => save());
      rule(found);
      await saved(() => update(tx, of, found));
      await record(tx, fact(found));
      return found;
    });
