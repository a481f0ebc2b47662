import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { findRetractedToo, type By, type Database, type Kind, type Tx } from '../../data/database/index.js';
import type { Page } from '../../data/lists/index.js';
import type { Fact } from '../../events/facts/index.js';
import type { Operation } from '../../runtime/operations/index.js';
import { recordClosed, refusal, samePerson, stillReferenced } from '../../kernel/problems/index.js';
import {
  PossibleActs,
  possibleActs,
  ownActs,
  type ActContext,
  type AnyCall,
  type ClockAct,
  type Expired,
  type KeptRecord,
  type LifeAct,
  type Performed,
  type PossibleLife,
} from '../lives/index.js';
import { definer, operationId, routesOf, type Define, type Words } from './defining.js';
import {
  created,
  refusalOfTwin,
  revised,
  type Cascade,
  type Creating,
  type RecordHost,
  type Shows,
  type Twins,
} from './performing.js';
import { canRetract, retracted, type Retracting } from './retracting.js';
import { revoked, type Revoking } from './revoking.js';

// The operations of a record: list, read, create, change, the acts in its life, what a caller may do now, and to take it back. A
// feature declares its shapes, its rules, its table of life and the words of its operations; what all records have in common is here.

interface Collection<Query> {
  readonly query: z.ZodObject;
  readonly page: z.ZodObject;
  read(db: Database, call: By & { readonly query: Query; readonly only?: string }): Promise<Page>;
}

interface Listed<Query> extends Words {
  readonly collection: Collection<Query>;
  /** Which records it shows, as a condition over `record`; those that were not taken back when absent. */
  readonly only?: string;
}

interface Creation<Entity, Host, New extends z.ZodType> extends Words, Creating<Entity, Host, z.output<New>> {
  /** The verb of the trade: `register`. */
  readonly act: string;
  /** The collection, where it is below another record: `decisions/{decisionId}/actionItems`. */
  readonly address?: string;
  readonly body: New;
  /** The answer, where it shows what no other does; and the fields that are shown once. */
  readonly returns?: z.ZodObject;
  readonly once?: readonly string[];
}

type OwnFact<Entity> = ((record: Entity) => Fact) | void;

interface Change<Entity, Host, Patch extends z.ZodType> extends Words {
  readonly body: Patch;
  /** The rule: changes the record, or refuses. It may return another fact, for a change that is an act of a side. */
  readonly apply: (
    record: Entity,
    patch: z.output<Patch>,
    context: ActContext,
    host: Host,
  ) => OwnFact<Entity> | Promise<OwnFact<Entity>>;
  /** Absent for configuration, which makes no fact. */
  readonly fact?: (record: Entity) => Fact;
  readonly follows?: (record: Entity, context: ActContext, host: Host) => Promise<void>;
  readonly twin?: Twins<z.output<Patch>>;
}

interface Retraction<Entity> extends Words, Retracting<Entity> {}

interface Revocation<Entity, Host> extends Words, Revoking<Entity, Host> {
  /** The verb of the trade; `revoke` by default. */
  readonly act?: string;
}

/** The life of a record, whatever its states. */
interface AnyLife<Entity> extends PossibleLife<Entity> {
  readonly clock: readonly ClockAct<Entity, string>[];
  perform(record: Entity, name: string, body: unknown, context: ActContext): Promise<Performed>;
  expire(record: Entity, now: Date): Expired | undefined;
}

interface Declared<Entity extends KeptRecord, Host, New extends z.ZodType, Patch extends z.ZodType, Query> {
  readonly of: Kind<Entity>;
  /** `agreements`, for addresses; `agreement`, for names. */
  readonly many: string;
  readonly one: string;
  /** The area of the scopes: `cooperation`; `admin` has no parts. */
  readonly scope: string;
  readonly returns: z.ZodObject;
  readonly list: Listed<Query>;
  readonly read: Words;
  readonly create?: Creation<Entity, Host, New>;
  readonly change?: Change<Entity, Host, Patch>;
  readonly life?: AnyLife<Entity>;
  readonly retract?: Retraction<Entity>;
  readonly revoke?: Revocation<Entity, Host>;
  /** Locks what must be locked before the record: the one above it. */
  readonly lock?: (tx: Tx, id: string) => Promise<unknown>;
  readonly cascade?: Cascade<Entity, Host>;
  /** What a caller is shown of a record, where that is not what is stored of it. */
  readonly shows?: Shows<Entity>;
}

/** Gives a class the operations of a record. */
export const RecordOperations =
  <Entity extends KeptRecord, Host extends RecordHost, New extends z.ZodType, Patch extends z.ZodType, Query>(
    declared: Declared<Entity, Host, New, Patch, Query>,
  ) =>
  (target: new (...given: never[]) => Host): void => {
    const define = definer<Host>(target.prototype, declared.one);
    defineReading(define, declared);
    if (declared.create !== undefined) defineCreation(define, declared, declared.create);
    if (declared.change !== undefined) defineChange(define, declared, declared.change);
    for (const [name, act] of Object.entries(declared.life?.acts ?? {})) defineAct(define, declared, name, act);
    if (declared.retract !== undefined) defineRetraction(define, declared, declared.retract);
    if (declared.revoke !== undefined) defineRevocation(define, declared, declared.revoke);
    if (declared.life !== undefined || declared.retract !== undefined) definePossible(define, declared);
    Controller()(target);
  };

type Any<Entity extends KeptRecord, Host> = Omit<
  Declared<Entity, Host, z.ZodType, z.ZodType, never>,
  'create' | 'change' | 'list'
>;

const idOf = ({ one }: { readonly one: string }, { params }: Pick<AnyCall, 'params'>): string =>
  params[`${one}Id`] ?? '';

/** List and read. */
function defineReading<Entity extends KeptRecord, Host extends RecordHost, Query>(
  define: Define<Host>,
  declared: Any<Entity, Host> & { readonly list: Listed<Query> },
): void {
  const { of, list, read, returns, retract, shows } = declared;
  const { all, one } = routesOf(declared);
  const { query, page } = list.collection;
  const only = list.only ?? (retract === undefined ? undefined : 'record.retracted_at IS NULL');
  define<undefined, Query>('list', { ...all('GET', list), query, returns: page }, ({ db }, call) =>
    list.collection.read(db, { ...call, ...(only === undefined ? {} : { only }) }),
  );
  define('read', { ...one('GET', read), returns }, ({ db }, call) =>
    db.read(call, async (tx) => {
      const found = await findRetractedToo(tx, of, idOf(declared, call));
      return shows?.(found, tx) ?? found;
    }),
  );
}

function defineCreation<Entity extends KeptRecord, Host extends RecordHost, New extends z.ZodType>(
  define: Define<Host>,
  declared: Any<Entity, Host>,
  create: Creation<Entity, Host, New>,
): void {
  const { of, many } = declared;
  const { act, address = many, body, returns = declared.returns, once = [] } = create;
  const form = routesOf({ ...declared, many: address }).all('POST', create);
  define<z.output<New>, undefined>(act, { ...form, resource: many, body, returns, once }, (host, call) =>
    created(host, call, of, create, declared.shows),
  );
}

function defineChange<Entity extends KeptRecord, Host extends RecordHost, Patch extends z.ZodType>(
  define: Define<Host>,
  declared: Any<Entity, Host>,
  change: Change<Entity, Host, Patch>,
): void {
  const form = routesOf(declared).one('PATCH', change);
  const { body, apply, fact, follows, twin } = change;
  const { returns } = declared;
  define<z.output<Patch>, undefined>('change', { ...form, body, returns }, (host, call) =>
    revised(host, call, {
      ...revisionOf(declared, call),
      rule: async (record, context) => {
        const factOf = (await apply(record, call.body, context, host)) ?? fact;
        return { fact: factOf && (() => factOf(record)), follows: async () => follows?.(record, context, host) };
      },
    }).catch((error: unknown) => {
      throw refusalOfTwin(error, twin, call.body);
    }),
  );
}

function revisionOf<Entity extends KeptRecord, Host>(declared: Any<Entity, Host>, call: AnyCall) {
  const { of, lock, cascade, life, shows } = declared;
  const expire = life === undefined || life.clock.length === 0 ? undefined : life.expire.bind(life);
  return { of, lock, cascade, expire, shows, id: idOf(declared, call) };
}

function defineAct<Entity extends KeptRecord, Host extends RecordHost>(
  define: Define<Host>,
  declared: Any<Entity, Host>,
  name: string,
  act: LifeAct<Entity, string, ActContext>,
): void {
  const { acts } = routesOf(declared);
  const { returns, one, life } = declared;
  const refuses = [...(act.refuses ?? []), ...(act.another === undefined ? [] : [samePerson])];
  const form = { ...acts('POST', { ...act, refuses }), transition: name, body: act.asks, returns };
  define<Record<string, unknown>, undefined>(name, form, (host, call) => {
    const { transition: _, ...given } = call.body;
    return revised(host, call, {
      ...revisionOf(declared, call),
      rule: async (record, context) => {
        await refuseSamePerson(host, one, act.another, record, context);
        return life?.perform(record, name, given, context) ?? Promise.reject(new Error(`no life for ${name}`));
      },
    });
  });
}

async function refuseSamePerson(
  { context: { settings } }: RecordHost,
  one: string,
  acts: string | readonly string[] | undefined,
  { id }: KeptRecord,
  { tx, caller }: ActContext,
): Promise<void> {
  const own = await ownActs(tx, { id, acts, operationOf: (act) => operationId(act, one) }, caller);
  if (own.length === 0) return;
  if (settings.ANOTHER_PERSON === 'required') throw refusal(samePerson, { act: own.join(', ') });
  tx.remarks.push(...own.map((act) => `samePerson: ${act}`));
}

function defineRetraction<Entity extends KeptRecord, Host extends RecordHost>(
  define: Define<Host>,
  declared: Any<Entity, Host>,
  retract: Retraction<Entity>,
): void {
  const { acts } = routesOf(declared);
  const limited = retract.isPossible === undefined ? [] : [recordClosed];
  const refuses = [...(retract.refuses ?? []), ...limited, stillReferenced];
  const examples = { inError: {} };
  const form = { ...acts('POST', { examples, ...retract, refuses }), transition: 'retract', returns: declared.returns };
  define<unknown, undefined>('retract', form, (host, call) =>
    retracted(host, call, { ...declared, id: idOf(declared, call) }, retract),
  );
}

function defineRevocation<Entity extends KeptRecord, Host extends RecordHost>(
  define: Define<Host>,
  declared: Any<Entity, Host>,
  revoke: Revocation<Entity, Host>,
): void {
  const { one } = routesOf(declared);
  const { act = 'revoke' } = revoke;
  define(act, { ...one('DELETE', revoke), returns: declared.returns }, (host, call) =>
    revoked(host, call, { ...declared, id: idOf(declared, call) }, revoke),
  );
}

function definePossible<Entity extends KeptRecord, Host extends RecordHost>(
  define: Define<Host>,
  declared: Any<Entity, Host>,
): void {
  const { of, one, life, retract } = declared;
  const words = { summary: `List what the caller may do now with one ${wordsOf(one)}` };
  const form = {
    ...routesOf(declared).acts('GET', words),
    id: `list${capital(one)}Transitions`,
    returns: PossibleActs,
  };
  define('transitions', form, (host, call) =>
    host.db.read(call, async (tx) => {
      const { HOME_PARTY: home, PUBLIC_URL: publicUrl, ANOTHER_PERSON } = host.context.settings;
      const found = await findRetractedToo(tx, of, idOf(declared, call));
      life?.expire(found, new Date());
      const isRetractable = retract !== undefined && (await canRetract(tx, of, found, retract));
      const operationOf = (act: string): Operation =>
        host.context.server.operation(life?.elsewhere[act]?.operation ?? operationId(act, one));
      const isAnotherRequired = ANOTHER_PERSON === 'required';
      const asking = { caller: call.caller, home, publicUrl, operationOf, isAnotherRequired };
      return possibleActs(tx, { of, life, found, isRetractable, ...asking });
    }),
  );
}

/** `visibilityItem` is a visibility item. */
const wordsOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
