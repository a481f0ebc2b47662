// What the policy says must happen in one cell of the matrix: a principal, an operation, a record.
import type { Grant, Policy } from '@passerelle/platform/rights';
import type { Kind, Principal } from './principals.ts';

export interface Performed {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly resource: string;
  readonly scope: string;
}

export type Outcome = 'allowed' | 401 | 403 | 404;

const relationsOf = (grant: Grant | undefined, { roles }: Principal): ReadonlySet<string> =>
  new Set(Object.entries(grant ?? {}).flatMap(([role, relations]) => (roles.includes(role) ? relations : [])));

/** `kind` is undefined for operations that are about no single record. */
export function expected(
  operation: Performed,
  all: readonly Performed[],
  policy: Policy,
  principal: Principal,
  kind: Kind | undefined,
): Outcome {
  if (operation.scope === 'public') return kind === 'absent' ? 404 : 'allowed';
  const may = relationsOf(policy[operation.id], principal);
  const isNobody = principal.name === 'anonymous';
  if (isNobody && may.size === 0) return 401;
  if (!isNobody && !principal.caller.scopes.includes(operation.scope)) return 403;
  if (may.size === 0) return 403;
  if (kind === undefined) return 'allowed';
  const held = principal.relations[kind] ?? [];
  const reading = all.find(
    ({ method, path, resource }) => method === 'GET' && path.endsWith('}') && resource === operation.resource,
  );
  const sees = relationsOf(policy[(reading ?? operation).id], principal);
  if (!held.some((relation) => sees.has(relation))) return 404;
  return held.some((relation) => may.has(relation)) ? 'allowed' : 403;
}
