import {
  illegalTransition,
  preconditionRequired,
  recordClosed,
  recordRetracted,
  resourceNotFound,
  stalePrecondition,
  type RefusalKind,
} from '../../kernel/problems/index.js';
import { Operation, type Call, type OperationDeclaration } from '../../runtime/operations/index.js';

// Operations as declarations: the words of the feature, and what all records have in common.

export interface Words {
  /** One line, imperative, for integrators. */
  readonly summary: string;
  readonly description?: string;
  /** What the caller needs to change something; `write` by default. */
  readonly needs?: 'write' | 'approve';
  readonly refuses?: readonly RefusalKind[];
  readonly examples?: Readonly<Record<string, unknown>>;
}

/** The id of an operation of one record: `signAgreement`. */
export const operationId = (act: string, one: string): string => `${act}${one.charAt(0).toUpperCase()}${one.slice(1)}`;

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

const changing: Readonly<Record<Method, readonly RefusalKind[]>> = {
  GET: [],
  POST: [stalePrecondition, illegalTransition, recordRetracted],
  PATCH: [stalePrecondition, preconditionRequired, recordClosed, recordRetracted],
  DELETE: [stalePrecondition],
};

/** What the collection, one record and its transitions have in common with those of all records. */
export function routesOf(record: { readonly many: string; readonly one: string; readonly scope: string }) {
  const { many, one, scope } = record;
  const form =
    (path: string, isOfOne: boolean) =>
    (method: Method, { summary, description, needs = 'write', refuses = [], examples }: Words) => ({
      route: `${method} /${path}` as const,
      scope: scope === 'admin' ? scope : `${scope}:${method === 'GET' ? 'read' : needs}`,
      summary,
      ...(description === undefined ? {} : { description }),
      refuses: [...(isOfOne ? [resourceNotFound, ...changing[method]] : []), ...refuses],
      ...(examples === undefined ? {} : { examples }),
    });
  const address = `${many}/{${one}Id}`;
  return { all: form(many, false), one: form(address, true), acts: form(`${address}/transitions`, true) };
}

export type Define<Host> = <Body, Query>(
  name: string,
  declaration: OperationDeclaration,
  perform: (host: Host, call: Call<Body, string, Query>) => unknown,
) => void;

/** Defines methods that are operations; those of one record have its name in their id. */
export const definer =
  <Host>(prototype: object, one: string): Define<Host> =>
  (name, declaration, perform) => {
    const value = function (this: Host, call: Parameters<typeof perform>[1]): unknown {
      return perform(this, call);
    };
    const descriptor = { value, writable: true, configurable: true };
    Object.defineProperty(prototype, name, descriptor);
    const id = name === 'list' ? {} : { id: operationId(name, one) };
    Operation({ ...id, ...declaration })(prototype, name, descriptor);
  };
