import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { findOrRefuse, type By, type Database, type Tx } from '../../data/database/index.js';
import type { Page } from '../../data/lists/index.js';
import type { Fact } from '../../events/facts/index.js';
import { definer, routesOf, type Define, type Words } from './defining.js';
import { defineLife, type DeclaredLife, type Living } from './life-operations.js';
import { created, foundFor, revised, todayHere, type AnyCall, type RecordHost } from './performing.js';

// The operations of a record: list, read, create, change, the acts in its life, and what a caller may do now. A feature declares
// its shapes, its rules, its table of life and the words of its operations; what all records have in common is here.

interface Collection<Query> {
  readonly query: z.ZodObject;
  readonly page: z.ZodObject;
  read(db: Database, call: By & { readonly query: Query }): Promise<Page>;
}

interface Creation<Entity, New extends z.ZodType> extends Words {
  /** The verb of the trade: `register`. */
  readonly act: string;
  readonly body: New;
  readonly make: (id: string, ref: string, given: z.output<New>) => Entity;
  readonly fact: (record: Entity) => Fact;
}

interface Change<Entity, Patch extends z.ZodType> extends Words {
  readonly body: Patch;
  readonly apply: (record: Entity, patch: z.output<Patch>) => void;
  readonly fact: (record: Entity) => Fact;
}

interface Declared<Entity extends Living, Host, New extends z.ZodType, Patch extends z.ZodType, Query> extends Omit<
  DeclaredLife<Entity, Host, string>,
  'load'
> {
  readonly list: Words & { readonly collection: Collection<Query> };
  readonly read: Words;
  readonly create: Creation<Entity, New>;
  readonly change: Change<Entity, Patch>;
}

/** Gives a class the operations of a record; the rules of its acts know the day in Brussels. */
export function RecordOperations<
  Entity extends Living,
  Host extends RecordHost,
  New extends z.ZodType,
  Patch extends z.ZodType,
  Query,
>(declared: Declared<Entity, Host, New, Patch, Query>) {
  const { of, one } = declared;
  const load = async (_: Host, tx: Tx, call: AnyCall) => ({
    found: await foundFor(tx, of, `${one}Id`, call),
    context: todayHere(),
  });
  return (target: new (...given: never[]) => Host): void => {
    const define = definer<Host>(target.prototype);
    defineRecord(define, declared);
    defineLife(define, { ...declared, load }, target.prototype);
    Controller()(target);
  };
}

/** List, read, create and change. */
function defineRecord<
  Entity extends Living,
  Host extends RecordHost,
  New extends z.ZodType,
  Patch extends z.ZodType,
  Query,
>(define: Define<Host>, declared: Declared<Entity, Host, New, Patch, Query>): void {
  const { of, list, read, create, change, returns, saving } = declared;
  const id = `${declared.one}Id`;
  const { all, one } = routesOf(declared);
  const { query, page } = list.collection;
  define<undefined, Query>('list', { ...all('GET', list), query, returns: page }, ({ db }, call) =>
    list.collection.read(db, call),
  );
  define('read', { ...one('GET', read), returns }, ({ db }, call) =>
    db.read(call, (tx) => findOrRefuse(tx, of, call.params[id] ?? '')),
  );
  define<z.output<New>, undefined>(
    create.act,
    { ...all('POST', create), body: create.body, returns },
    created(of, create),
  );
  define<z.output<Patch>, undefined>('change', { ...one('PATCH', change), body: change.body, returns }, (host, call) =>
    revised(host, call, {
      of,
      saving,
      load: async (tx) => {
        const found = await foundFor(tx, of, id, call);
        const rule = () => {
          change.apply(found, call.body);
          return () => change.fact(found);
        };
        return { found, rule };
      },
    }),
  );
}
