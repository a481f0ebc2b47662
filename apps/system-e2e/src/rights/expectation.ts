// The outcome that the policy requires in one cell of the matrix: a principal, an operation, a record.
import type { Grant, Policy } from '@passerelle/platform/access/rights';
import type { Principal } from './principals.ts';
import { relationsTo, type Kind } from './regions.ts';

export interface Performed {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly resource: string;
  readonly scope: string;
}

export type Outcome = 'allowed' | 401 | 403 | 404;

const relationsIn = (grant: Grant | undefined, { roles }: Principal): ReadonlySet<string> =>
  new Set(
    Object.entries(grant ?? {}).flatMap(([role, relations]) =>
      role === 'anonymous' || roles.includes(role) ? relations : [],
    ),
  );

const singular = (resource: string): string =>
  resource
    .replace(/^people$/, 'person')
    .replace(/^visibility$/, 'visibilityItem')
    .replace(/ies$/, 'y')
    .replace(/s$/, '');
const tableName = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The table of the operation's record: the last one in its address, or that of a list. */
export function tableOf({ path, resource }: Performed): string {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  // A part of a record has a number, and no table of its own.
  const last = names.findLast((name) => name.endsWith('Id')) ?? names.at(-1);
  if (last === undefined) return resource === 'audit' ? 'audit_entry' : tableName(singular(resource));
  return tableName(last.replace(/Id$/, ''));
}

/** The operation that reads a record of the same kind. */
export const readingOf = (operation: Performed, all: readonly Performed[]): Performed =>
  all.find(({ method, path, resource }) => method === 'GET' && path.endsWith('}') && resource === operation.resource) ??
  operation;

export interface Question {
  readonly operation: Performed;
  /** All operations of its service, and its policy. */
  readonly all: readonly Performed[];
  readonly policy: Policy;
}

/** The decision before any record is read; `admitted` if the record decides. */
export function admission({ operation, policy }: Question, principal: Principal): 'admitted' | 401 | 403 {
  if (operation.scope === 'public') return 'admitted';
  const may = relationsIn(policy[operation.id], principal);
  if (principal.isAnonymous) return may.size === 0 ? 401 : 'admitted';
  return principal.scopes.includes(operation.scope) && may.size > 0 ? 'admitted' : 403;
}

/** `kind` is undefined for operations that are not about a single record. */
export function expected(question: Question, principal: Principal, kind: Kind | undefined): Outcome {
  const { operation, all, policy } = question;
  const admitted = admission(question, principal);
  if (admitted !== 'admitted') return admitted;
  if (operation.scope === 'public') return kind === 'absent' ? 404 : 'allowed';
  if (kind === undefined) return 'allowed';
  const related = relationsTo(tableOf(operation), kind, principal.region);
  const sees = relationsIn(policy[readingOf(operation, all).id], principal);
  if (!related.some((relation) => sees.has(relation))) return 404;
  return related.some((relation) => relationsIn(policy[operation.id], principal).has(relation)) ? 'allowed' : 403;
}

/** Whether a list shows a record. */
export const isListed = ({ operation, policy }: Question, principal: Principal, kind: Kind): boolean =>
  relationsTo(tableOf(operation), kind, principal.region).some((relation) =>
    relationsIn(policy[operation.id], principal).has(relation),
  );
