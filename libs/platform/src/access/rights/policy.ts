import type { Caller } from '../identity/index.js';
import type { CommonRelation } from './relations.js';

// Access policy as data: an operation, the roles that may perform it, and for each role the relation to the record that it
// needs. Everything not listed is denied, and a service with an operation that is not listed does not start.

export const roles = ['anonymous', 'partner', 'editor', 'approver', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** For each role the relations to the record that grant the operation; a service adds its `Side`s to the common relations. */
export type Grant<Side extends string = string> = Readonly<Partial<Record<Role, readonly (CommonRelation | Side)[]>>>;

/** One table per service, by operation: `signAgreement`. */
export type Policy<Side extends string = string> = Readonly<Record<string, Grant<Side>>>;

/** Everyone reads what is public, a partner region what it is a party to, the region's own staff everything. */
export const shared: Grant<never> = {
  anonymous: ['public'],
  partner: ['public', 'party'],
  editor: ['own'],
  approver: ['own'],
  auditor: ['own'],
  admin: ['own'],
};

/** As `shared`, for records that no other region is a party to. */
export const published: Grant<never> = { ...shared, partner: ['public'] };

/** The region's own staff may change its records; platform operators and auditors may not. */
export const kept: Grant<never> = { editor: ['own'], approver: ['own'] };

/** Staff roles of the region that runs this installation. A token of another region never grants one of them here. */
const staff: readonly Role[] = ['editor', 'approver', 'auditor', 'admin'];

export const isHome = (caller: Caller, home: string): boolean => caller.party === home;

/** The roles that count for a caller: `anonymous` always, the others depending on the caller's region. */
export function rolesOf(caller: Caller, home: string): readonly Role[] {
  if (caller.party === undefined) return ['anonymous'];
  if (!isHome(caller, home)) return caller.roles.includes('partner') ? ['anonymous', 'partner'] : ['anonymous'];
  return ['anonymous', ...staff.filter((role) => caller.roles.includes(role))];
}

/** The relations to the record that grant the operation to the caller, over all its roles. */
export const granted = (grant: Grant, caller: Caller, home: string): ReadonlySet<string> =>
  new Set(rolesOf(caller, home).flatMap((role) => grant[role] ?? []));

interface Performed {
  readonly id: string;
  readonly scope: string;
}

/** Refuses a table that omits an operation or names an unknown one. Operations open to all need no entry. */
export function checkPolicy(policy: Policy, operations: readonly Performed[]): void {
  const guarded = operations.filter(({ scope }) => scope !== 'public').map(({ id }) => id);
  const missing = guarded.filter((id) => policy[id] === undefined);
  const unknown = Object.keys(policy).filter((id) => !guarded.includes(id));
  if (missing.length > 0) throw new Error(`The policy says nothing about ${missing.join(', ')}`);
  if (unknown.length > 0) throw new Error(`The policy names ${unknown.join(', ')}, which no operation has`);
}
