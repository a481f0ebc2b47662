import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import { MessagePattern } from '@nestjs/microservices';
import { z } from 'zod';
import type { By } from '../../data/database/index.js';
import type { Caller } from '../../access/identity/index.js';
import type { RefusalKind } from '../../kernel/problems/index.js';
import { shapeQuery } from '../../data/json-views/index.js';
import { checkPolicy, shared, type Grant, type Policy } from '../../access/rights/index.js';

// An operation is declared once, on the method that performs it. The declaration defines the route, validates and documents input
// and output, and is announced to the door, which therefore contains no code about any record.

export interface OperationDeclaration {
  /** Unique and a verb first, as clients call it; by default made of the method and the record: `registerAgreement`. */
  readonly id?: string;
  /** `GET /agreements/{agreementId}`, without the version. */
  readonly route: `${'GET' | 'POST' | 'PATCH' | 'DELETE'} /${string}`;
  /**
   * An act in the life of a record, which shares one address, `POST /agreements/{agreementId}/transitions`, with the other acts:
   * the body names it. Each is announced by itself, so that a call reaches only an instance that knows it.
   */
  readonly transition?: string;
  /** Every service has it, for its own records: `{service}` in the route is its name. The documents describe it once. */
  readonly ofEveryService?: boolean;
  /** One line, imperative, for integrators. */
  readonly summary: string;
  readonly description?: string;
  /** The scope that the caller needs; `public` for none. */
  readonly scope: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly returns: z.ZodObject | TextForm;
  /** 201 means created: `Location` names the new record. By default 201 for POST, else 200. */
  readonly status?: 200 | 201;
  /** The collection of the returned record, for tag, subject and `href`; by default the route's first segment. */
  readonly resource?: string;
  readonly refuses?: readonly RefusalKind[];
  /** For how many seconds it may wait for news before it answers: its caller has so much more time. */
  readonly waitsSec?: number;
  /** Fields of the answer that are shown once (secrets): a retry with the same Idempotency-Key gets the answer without them. */
  readonly once?: readonly string[];
  /** Valid bodies, for the documentation; tests send them. */
  readonly examples?: Readonly<Record<string, unknown>>;
  /** Deprecation: since which day, from which day it may be removed, where that is explained, and the replacement. */
  readonly deprecated?: Deprecation;
}

/** Days as `YYYY-MM-DD`, links absolute. */
export interface Deprecation {
  readonly since: string;
  readonly sunset?: string;
  readonly link?: string;
  readonly successor?: string;
}

/** The media type of an answer that its handler writes itself, a `TextAnswer`; with a schema where it is JSON. */
export interface TextForm {
  readonly mediaType: string;
  readonly written?: z.ZodType;
}

export const text = (mediaType: string, written?: z.ZodType): TextForm => ({
  mediaType,
  ...(written === undefined ? {} : { written }),
});

export interface Operation extends OperationDeclaration {
  readonly id: string;
  readonly subject: string;
  readonly method: string;
  /** `/v1/agreements/{agreementId}` */
  readonly path: string;
  readonly status: 200 | 201;
  readonly resource: string;
  readonly refuses: readonly RefusalKind[];
  readonly params: z.ZodObject;
  /** The JSON schema; without fields for a text answer, whose type is `mediaType` and whose schema, if any, is `written`. */
  readonly returns: z.ZodObject;
  readonly mediaType?: string;
  readonly written?: z.ZodType;
  /** Who may perform the operation, and who may see records of its kind. */
  readonly grant: Grant;
  readonly seeing: Grant;
}

/** A handler's argument: validated input, and the caller, on whose behalf it reads and changes records. */
export interface Call<Body = undefined, Param extends string = never, Query = undefined> extends By {
  readonly caller: Caller;
  readonly params: Readonly<Record<Param, string>>;
  readonly query: Query;
  readonly body: Body;
  /** From If-Match. */
  readonly expectedVersion: number | undefined;
  /** Milliseconds since the epoch; after this the caller no longer waits for the answer. */
  readonly deadline: number;
}

// A global symbol, shared by all copies of this file: the catalogue reads built services with its own build of it.
const declarations = Symbol.for('passerelle:operations');
type Declared = Map<string, OperationDeclaration>;

const bound = Symbol.for('passerelle:bound-operations');

const declaredOn = (controller: object): Declared => Reflect.getMetadata(declarations, controller) ?? new Map();

/** Declares the decorated method as an operation. */
export function Operation(declaration: OperationDeclaration): MethodDecorator {
  return (prototype, method) => {
    const known: Declared = new Map(declaredOn(prototype));
    known.set(String(method), declaration);
    Reflect.defineMetadata(declarations, known, prototype);
  };
}

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const singular = (resource: string): string => resource.replace(/ies$/, 'y').replace(/s$/, '');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

const defaultParams = (template: string): z.ZodObject => {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const schemaOf = (name: string) =>
    name.endsWith('Id')
      ? z.uuid()
      : z
          .string()
          .regex(/^[\w.~-]+$/)
          .max(200);
  return z.strictObject(Object.fromEntries(names.map((name) => [name, schemaOf(name)])));
};

/** Adds `select` and `lang` to operations that read a record. */
const queryOf = (verb: string, returns: z.ZodObject): z.ZodObject | undefined =>
  verb === 'GET' && 'version' in returns.shape ? shapeQuery(returns) : undefined;

type Unguarded = Omit<Operation, 'grant' | 'seeing'>;

function complete(service: string, method: string, declaration: OperationDeclaration): Unguarded {
  const [verb = '', route = ''] = declaration.route.split(' ');
  const template = declaration.ofEveryService === true ? route.replace('{service}', service) : route;
  const { returns, ...form } =
    declaration.returns instanceof z.ZodObject
      ? { returns: declaration.returns }
      : { returns: z.object({}), ...declaration.returns };
  const query = declaration.query ?? queryOf(verb, returns);
  const resource = declaration.resource ?? template.split('/')[1] ?? '';
  const id = declaration.id ?? `${method}${capital(method === 'list' ? resource : singular(resource))}`;
  return {
    ...declaration,
    ...form,
    ...transitionForm(id, declaration),
    returns,
    ...(query === undefined ? {} : { query }),
    id,
    subject: `rpc.${service}.${kebab(resource)}.${kebab(method)}`,
    method: verb,
    path: `/v1${template}`,
    status: declaration.status ?? (verb === 'POST' && declaration.transition === undefined ? 201 : 200),
    resource,
    refuses: declaration.refuses ?? [],
    params: declaration.params ?? defaultParams(template),
  };
}

/** The body and the examples of a transition, with its name in them. */
function transitionForm(
  id: string,
  { route, transition, body = z.strictObject({}), examples = {} }: OperationDeclaration,
): Pick<OperationDeclaration, 'body' | 'examples'> {
  if (transition === undefined) return {};
  if (!/^POST .*\/transitions$/.test(route))
    throw new Error(`${id} is a transition: its route must be POST …/transitions`);
  if (!(body instanceof z.ZodObject)) throw new Error(`The body of ${id} must be an object`);
  const withName = (example: unknown) => ({ transition, ...z.looseObject({}).parse(example) });
  return {
    body: body.safeExtend({ transition: z.literal(transition).describe('The act') }).meta({ id: capital(id) }),
    examples: Object.fromEntries(Object.entries(examples).map(([name, example]) => [name, withName(example)])),
  };
}

/** Every controller below a module, by Nest's own metadata. */
function controllersBelow(module: object, seen = new Set<object>()): Type[] {
  const target: object = 'module' in module && typeof module.module === 'function' ? module.module : module;
  if (seen.has(target)) return [];
  seen.add(target);
  const imports: object[] = Reflect.getMetadata('imports', target) ?? [];
  const own: Type[] = Reflect.getMetadata('controllers', target) ?? [];
  return [...own, ...imports.flatMap((imported) => controllersBelow(imported, seen))];
}

/**
 * Assigns every declared operation its NATS subject and returns them all. The subject contains the service's name, which a
 * decorator cannot know, so this runs once the service is known and before Nest looks for message handlers.
 */
export function bindOperations(service: string, module: object, policy: Policy): Operation[] {
  const operations = controllersBelow(module).flatMap((controller) => {
    const prototype: object = controller.prototype;
    return [...declaredOn(prototype)].map(([method, declaration]) => {
      const operation = complete(service, method, declaration);
      const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
      if (descriptor === undefined) throw new Error(`${controller.name}.${method} is not a method`);
      MessagePattern(operation.subject)(prototype, method, descriptor);
      return { prototype, operation };
    });
  });
  const all = operations.map(({ operation }) => operation);
  refuseTwins(all);
  checkPolicy(policy, all);
  const guardedOperations = operations.map(({ prototype, operation }) => ({
    prototype,
    operation: guarded(operation, all, policy),
  }));
  for (const [prototype, own] of Map.groupBy(guardedOperations, (each) => each.prototype))
    Reflect.defineMetadata(
      bound,
      own.map(({ operation }) => operation),
      prototype,
    );
  return guardedOperations.map(({ operation }) => operation);
}

/** The operations of a controller, with their grants: known once the service has started. */
export const boundOperations = (controller: object): readonly Operation[] =>
  Reflect.getMetadata(bound, controller) ?? [];

/** A caller may see a record if it may read it at its own address; the right to perform an act does not include that. */
function guarded(operation: Unguarded, all: readonly Unguarded[], policy: Policy): Operation {
  const grantOf = ({ id, scope }: Unguarded): Grant => (scope === 'public' ? shared : (policy[id] ?? {}));
  const reading = all.find(
    ({ resource, method, path }) => resource === operation.resource && method === 'GET' && path.endsWith('}'),
  );
  return { ...operation, grant: grantOf(operation), seeing: grantOf(reading ?? operation) };
}

/** Refuses two operations with one subject or address: which of them answers would be chance. */
function refuseTwins(operations: readonly Unguarded[]): void {
  const names = operations.flatMap(({ id, subject, method, path, transition = '' }) => [
    `operation ${id}`,
    `subject ${subject}`,
    `address ${method} ${path.replace(/\{\w+\}/g, '{}')} ${transition}`.trimEnd(),
  ]);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new Error(`Two operations share the ${twin}`);
}
