import type { OperationDescription, ServiceDescription } from '@passerelle/platform/runtime/announcements';

// The contract registry: many descriptions become one contract. A route, a component and a code list have one owner: a
// description that would take another's is refused as a whole, and the service's previous description stays in force.

export interface Composition {
  /** The descriptions served, by service. */
  readonly accepted: ReadonlyMap<string, ServiceDescription>;
  /** Why the newest description of a service is refused. */
  readonly refused: ReadonlyMap<string, string>;
  /**
   * Acts that only some of a service's live instances know, during a rolling upgrade. Such an instance may list them as possible, so
   * they are answered; they are documented once all know them.
   */
  readonly ahead: readonly ActAhead[];
}

export interface ActAhead {
  readonly service: string;
  readonly operation: OperationDescription;
}

export const nothing: Composition = { accepted: new Map(), refused: new Map(), ahead: [] };

/** Shapes of the gateway itself: it answers problems, so a service's copy of them is ignored. */
const doorComponents = ['Problem', 'InputIssue'];

/**
 * Accepts `candidates` against what is `served`. Unchanged ones are placed first, so that a newcomer never displaces a
 * running service; if all change together, they are judged by their new descriptions.
 */
export function compose(
  candidates: readonly ServiceDescription[],
  served: ReadonlyMap<string, ServiceDescription>,
  besides: readonly ServiceDescription[] = [],
): Composition {
  const holdings = new ContractRegistry();
  const accepted = new Map<string, ServiceDescription>();
  const refused = new Map<string, string>();
  for (const candidate of [...withUnheard(candidates, served)].sort(unchangedFirst(served))) {
    const previous = served.get(candidate.service);
    const reason = holdings.objection(candidate);
    if (reason !== undefined) refused.set(candidate.service, reason);
    const chosen = reason === undefined ? candidate : previous;
    if (chosen === undefined || holdings.objection(chosen) !== undefined) continue;
    holdings.take(chosen);
    accepted.set(chosen.service, chosen);
  }
  return { accepted, refused, ahead: actsAhead(accepted, besides) };
}

/** Of other descriptions, the acts at an address of acts that the accepted one has, under names that it has not. */
function actsAhead(
  accepted: ReadonlyMap<string, ServiceDescription>,
  besides: readonly ServiceDescription[],
): ActAhead[] {
  return besides.flatMap(({ service, operations }) => {
    const acts = (accepted.get(service)?.operations ?? []).filter(({ transition }) => transition !== undefined);
    const unknown = operations.filter(
      ({ transition, path, subject }) =>
        transition !== undefined &&
        subject.startsWith(`rpc.${service}.`) &&
        acts.some((act) => act.path === path) &&
        !acts.some((act) => act.path === path && act.transition === transition),
    );
    return unknown.map((operation) => ({ service, operation }));
  });
}

/** A service that is away keeps its routes: its last description is used. */
function withUnheard(
  candidates: readonly ServiceDescription[],
  served: ReadonlyMap<string, ServiceDescription>,
): ServiceDescription[] {
  const heard = new Set(candidates.map(({ service }) => service));
  return [...candidates, ...[...served.values()].filter(({ service }) => !heard.has(service))];
}

const unchangedFirst = (served: ReadonlyMap<string, ServiceDescription>) => {
  const changed = ({ service, hash }: ServiceDescription): number => (served.get(service)?.hash === hash ? 0 : 1);
  return (one: ServiceDescription, other: ServiceDescription): number =>
    changed(one) - changed(other) || one.service.localeCompare(other.service);
};

class ContractRegistry {
  private readonly routes = new Map<string, string>();
  private readonly operationIds = new Map<string, string>();
  private readonly components = new Map<string, { service: string; shape: string }>();
  private readonly codeLists = new Map<string, { service: string; content: string }>();

  /** Why a description conflicts with the accepted ones; undefined if it does not. */
  objection(description: ServiceDescription): string | undefined {
    return (
      this.stranger(description) ??
      this.takenOperation(description) ??
      this.takenComponent(description) ??
      this.takenCodeList(description)
    );
  }

  take({ service, operations, schemas, codeLists }: ServiceDescription): void {
    for (const operation of operations) {
      this.routes.set(placeOf(operation.method, operation.path), service);
      this.operationIds.set(operation.id, ownerOf(operation, service));
    }
    for (const [name, shape] of Object.entries(schemas))
      this.components.set(name, { service, shape: JSON.stringify(shape) });
    for (const list of codeLists) this.codeLists.set(list.id, { service, content: JSON.stringify(list) });
  }

  /** A service may describe only subjects and facts of its own. */
  private stranger({ service, operations, facts }: ServiceDescription): string | undefined {
    const call = operations.find(({ subject }) => !subject.startsWith(`rpc.${service}.`));
    if (call !== undefined) return `${call.id} would be answered on ${call.subject}`;
    const outside = operations.find(({ path }) => !path.startsWith('/v1/'));
    if (outside !== undefined) return `${outside.path} does not lie under /v1/`;
    const published = facts.find(({ subject }) => !subject.startsWith(`facts.int.${service}.`));
    return published === undefined ? undefined : `${published.type} would be published on ${published.subject}`;
  }

  private takenOperation({ service, operations }: ServiceDescription): string | undefined {
    for (const operation of operations) {
      const { id, method, path } = operation;
      const owner = this.routes.get(placeOf(method, path));
      if (owner !== undefined) return `${method} ${path} belongs to ${owner}`;
      const namesake = this.operationIds.get(id);
      if (namesake !== undefined && namesake !== ownerOf(operation, service))
        return `the operation ${id} belongs to ${namesake}`;
    }
    return undefined;
  }

  private takenComponent({ schemas }: ServiceDescription): string | undefined {
    for (const [name, shape] of Object.entries(schemas)) {
      const known = doorComponents.includes(name) ? undefined : this.components.get(name);
      if (known !== undefined && known.shape !== JSON.stringify(shape))
        return `the component ${name} has another shape in ${known.service}`;
    }
    return undefined;
  }

  private takenCodeList({ codeLists }: ServiceDescription): string | undefined {
    for (const list of codeLists) {
      const known = this.codeLists.get(list.id);
      if (known !== undefined && known.content !== JSON.stringify(list))
        return `the code list ${list.id} has other entries in ${known.service}`;
    }
    return undefined;
  }
}

/** Services share the id of an operation that every service has, at an address of its own. */
const ownerOf = ({ ofEveryService }: OperationDescription, service: string): string =>
  ofEveryService === true ? 'every service' : service;

/** Two templates that differ only in the names of their parameters are one address. */
const placeOf = (method: string, path: string): string => `${method} ${path.replace(/\{\w+\}/g, '{}')}`;
