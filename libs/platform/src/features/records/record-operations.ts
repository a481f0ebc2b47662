import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { findOrRefuse, type By, type Database, type Kind, type Versioned } from '../../data/database/index.js';
import type { Page } from '../../data/lists/index.js';
import type { Fact } from '../../events/facts/index.js';
import {
  illegalTransition,
  preconditionRequired,
  recordClosed,
  resourceNotFound,
  stalePrecondition,
  type RefusalKind,
} from '../../kernel/problems/index.js';
import { boundOperations, Operation, type Call, type OperationDeclaration } from '../../runtime/operations/index.js';
import type { Life } from './life.js';
import { created, revised, todayHere, type RecordHost, type Saving } from './performing.js';
import { possibleActs, PossibleActs } from './possible-acts.js';

// The operations of a record: list, read, create, change, the acts in its life, and what a caller may do now. A feature declares
// its shapes, its rules, its table of life and the words of its operations; what all records have in common is here.

interface Words {
  /** One line, imperative, for integrators. */
  readonly summary: string;
  readonly refuses?: readonly RefusalKind[];
  readonly examples?: Readonly<Record<string, unknown>>;
}

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

type Living = Versioned & { status: string };

interface Declared<Entity extends Living, Host, New extends z.ZodType, Patch extends z.ZodType, Query> {
  readonly of: Kind<Entity>;
  /** `agreements`, for addresses; `agreement`, for names. */
  readonly many: string;
  readonly one: string;
  /** The area of the scopes: `cooperation`. */
  readonly scope: string;
  readonly returns: z.ZodObject;
  readonly list: Words & { readonly collection: Collection<Query> };
  readonly read: Words;
  readonly create: Creation<Entity, New>;
  readonly change: Change<Entity, Patch>;
  readonly life: Life<Entity, Entity['status']>;
  readonly saving?: Saving<Entity, Host>;
}

/** Gives a class the operations of a record. */
export function RecordOperations<
  Entity extends Living,
  Host extends RecordHost,
  New extends z.ZodType,
  Patch extends z.ZodType,
  Query,
>(declared: Declared<Entity, Host, New, Patch, Query>) {
  return (target: new (...given: never[]) => Host): void => {
    const define = definer<Host>(target.prototype);
    defineRecord(define, declared);
    defineLife(define, declared, target.prototype);
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
  const { one, of, list, read, create, change, returns } = declared;
  const id = `${one}Id`;
  const { at, ofOne } = routesOf(declared);
  const { query, page } = list.collection;
  const revise = revised(of, id, declared.saving);
  define<undefined, Query>('list', { ...at('GET', list), query, returns: page }, ({ db }, call) =>
    list.collection.read(db, call),
  );
  define('read', { ...ofOne('GET', read), returns }, ({ db }, call) =>
    db.read(call, (tx) => findOrRefuse(tx, of, call.params[id] ?? '')),
  );
  define<z.output<New>, undefined>(
    create.act,
    { ...at('POST', create), body: create.body, returns },
    created(of, create),
  );
  define<z.output<Patch>, undefined>(
    'change',
    { ...ofOne('PATCH', change), body: change.body, returns },
    (host, call) => revise(host, call, { fact: change.fact, rule: (found) => change.apply(found, call.body) }),
  );
}

type Alive<Entity extends Living, Host> = Pick<
  Declared<Entity, Host, z.ZodType, z.ZodType, never>,
  'many' | 'one' | 'scope' | 'of' | 'life' | 'returns' | 'saving'
>;

/** The acts of its life, and which of them the caller may perform now. */
function defineLife<Entity extends Living, Host extends RecordHost>(
  define: Define<Host>,
  declared: Alive<Entity, Host>,
  prototype: object,
): void {
  const { many, one, of, life, returns } = declared;
  const id = `${one}Id`;
  const { acts } = routesOf(declared);
  const revise = revised(of, id, declared.saving);
  for (const [name, { fact, asks, ...words }] of Object.entries(life.acts))
    define<Record<string, unknown>, undefined>(
      name,
      { ...acts('POST', words), transition: name, body: asks, returns },
      (host, { body: { transition, ...given }, ...call }) =>
        revise(
          host,
          { ...call, body: given },
          { fact, rule: (found) => life.perform(found, name, given, todayHere()) },
        ),
    );
  const possible = { summary: `List what the caller may do now with one of the ${many}` };
  define('transitions', { ...acts('GET', possible), id: idOf(one), returns: PossibleActs }, (host, call) =>
    host.db.read(call, async (tx) => {
      const found = await findOrRefuse(tx, of, call.params[id] ?? '');
      const home = host.context.settings.HOME_PARTY;
      return possibleActs(tx, { life, operations: boundOperations(prototype), found, of, caller: call.caller, home });
    }),
  );
}

const idOf = (one: string): string => `list${one.charAt(0).toUpperCase()}${one.slice(1)}Transitions`;

type Method = 'GET' | 'POST' | 'PATCH';

/** The part of a declaration that all records have in common. */
function routesOf({
  many,
  one,
  scope,
}: Pick<Declared<Living, never, z.ZodType, z.ZodType, never>, 'many' | 'one' | 'scope'>) {
  const form =
    (path: string, refusals: (method: Method) => readonly RefusalKind[]) =>
    (method: Method, { summary, refuses = [], examples }: Words) => ({
      route: `${method} /${path}` as const,
      scope: `${scope}:${method === 'GET' ? 'read' : 'write'}`,
      summary,
      refuses: [...refusals(method), ...refuses],
      ...(examples === undefined ? {} : { examples }),
    });
  const changing = {
    GET: [],
    POST: [stalePrecondition, illegalTransition],
    PATCH: [stalePrecondition, preconditionRequired, recordClosed],
  };
  const found = (method: Method): readonly RefusalKind[] => [resourceNotFound, ...changing[method]];
  const address = `${many}/{${one}Id}`;
  return { at: form(many, () => []), ofOne: form(address, found), acts: form(`${address}/transitions`, found) };
}

type Define<Host> = <Body, Query>(
  name: string,
  declaration: OperationDeclaration,
  perform: (host: Host, call: Call<Body, string, Query>) => unknown,
) => void;

/** Defines methods that are operations. */
const definer =
  <Host>(prototype: object): Define<Host> =>
  (name, declaration, perform) => {
    const value = function (this: Host, call: Parameters<typeof perform>[1]): unknown {
      return perform(this, call);
    };
    const descriptor = { value, writable: true, configurable: true };
    Object.defineProperty(prototype, name, descriptor);
    Operation(declaration)(prototype, name, descriptor);
  };
