import type { OperationDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';
import type { RpcReply } from '@passerelle/platform/kernel/rpc';
import type { ActAhead } from './composition.js';
import findMyWay from 'find-my-way';
import type { KnownCaller } from '../http/callers.js';
import type { DoorRequest } from '../http/request.js';

// The route of a request. Only the canonical form of an address is served: another case, a doubled or trailing slash or
// a `;` make an unknown address.

/** Recognises the caller of the current request; only pages that depend on the caller use it. */
export type Recognise = () => Promise<KnownCaller>;

/** Routes that the door answers itself: health and documents. */
export interface Page {
  /** `/doc/openapi.json` */
  readonly path: string;
  /** Only for callers who ask for HTML; others get the other route at the address. */
  readonly html?: true;
  answer(
    request: DoorRequest,
    params: Readonly<Record<string, string>>,
    recognise: Recognise,
  ): RpcReply | Promise<RpcReply>;
}

export interface OperationRoute {
  readonly service: string;
  readonly operation: OperationDescription;
}

/** The acts in the life of a record, at one address: the body names one of them. */
export interface TransitionsRoute {
  readonly service: string;
  readonly path: string;
  readonly transitions: ReadonlyMap<string, OperationDescription>;
}

export type Route = { readonly page: Page } | OperationRoute | TransitionsRoute;

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

const methods = ['GET', 'POST', 'PATCH', 'DELETE'] as const;
type Method = (typeof methods)[number];
const routed = (method: string): Method | undefined => methods.find((known) => known === method);

export class Router {
  private readonly routes = newTree();
  private readonly htmlPages = newTree();

  constructor(pages: readonly Page[], descriptions: Iterable<ServiceDescription>, ahead: readonly ActAhead[] = []) {
    for (const page of pages)
      (page.html === true ? this.htmlPages : this.routes).on('GET', page.path, unused, routeStore({ page }));
    for (const { service, operations } of descriptions)
      for (const { method, path, route } of routesOf(service, [...operations, ...aheadOf(service, ahead)]))
        this.routes.on(method, pattern(path), unused, routeStore(route));
  }

  /** `path` is the path as sent, without the query. HEAD is GET without its body. */
  find(method: string, path: string, html = false): Found | undefined {
    const known = routed(method === 'HEAD' ? 'GET' : method);
    if (known === undefined) return undefined;
    return (html ? lookUp(this.htmlPages, known, path) : undefined) ?? lookUp(this.routes, known, path);
  }

  /** The methods of an address; empty for an unknown one. */
  allowed(path: string): string[] {
    const possible = methods.filter((method) => lookUp(this.routes, method, path) !== undefined);
    if (possible.length === 0) return [];
    return [...possible.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'];
  }
}

const aheadOf = (name: string, ahead: readonly ActAhead[]): OperationDescription[] =>
  ahead.flatMap(({ service, operation }) => (service === name ? [operation] : []));

interface RouteStore {
  readonly route: Route;
}

interface Routed {
  readonly method: Method;
  readonly path: string;
  readonly route: Route;
}

/** One route for each address; acts that share an address are one route. */
function routesOf(service: string, operations: readonly OperationDescription[]): Routed[] {
  const acts = Map.groupBy(operations, ({ transition, path }) => (transition === undefined ? undefined : path));
  return [...acts].flatMap(([path, group]): Routed[] => {
    if (path === undefined)
      return group.map((operation) => ({
        method: operation.method,
        path: operation.path,
        route: { service, operation },
      }));
    const transitions = new Map(group.map((operation) => [operation.transition ?? '', operation]));
    return [{ method: 'POST', path, route: { service, path, transitions } }];
  });
}

const routeStore = (route: Route): RouteStore => ({ route });
const newTree = () => findMyWay({ caseSensitive: true, maxParamLength: 500 });

function lookUp(tree: ReturnType<typeof newTree>, method: Method, path: string): Found | undefined {
  // A request contains no fragment, and find-my-way would ignore one.
  if (path.includes('#')) return undefined;
  const found = tree.find(method, path);
  const store: RouteStore | null = found?.store ?? null;
  // An address that is not percent-encoded UTF-8 finds find-my-way's own handler, which has no store.
  if (found === null || store === null) return undefined;
  const params = Object.entries(found.params).map(([name, value]) => [name, value ?? ''] as const);
  // `/v1/agreements/` is not an agreement with an empty id.
  if (params.some(([, value]) => value === '')) return undefined;
  return { route: store.route, params: Object.fromEntries(params) };
}

/** find-my-way requires a handler per route; ours are found, never called. */
const unused = (): void => undefined;

/** `/v1/agreements/{agreementId}` in the syntax of find-my-way: `/v1/agreements/:agreementId`. */
const pattern = (template: string): string => template.replace(/\{(\w+)\}/g, ':$1');
