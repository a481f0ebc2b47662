import type { Caller } from '../identity/index.js';
import type { RelationName } from './relations.js';

// Who may do what, as data: an operation, the roles that may perform it, and for each role the relation to the record
// under which it may. Whatever the table does not name is denied; an operation that it does not name does not start.

export const roles = ['anonymous', 'partner', 'editor', 'approver', 'auditor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** For each role the relations to the record under which it may. */
export type Grant = Readonly<Partial<Record<Role, readonly RelationName[]>>>;

/** One table per service, by operation: `signAgreement`. */
export type Policy = Readonly<Record<string, Grant>>;

/** Everyone reads what is public, a partner region what it is a party to, the region's own staff everything. */
export const shared: Grant = {
  anonymous: ['public'],
  partner: ['public', 'party'],
  editor: ['own'],
  approver: ['own'],
  auditor: ['own'],
  admin: ['own'],
};

/** As `shared`, of records that no other region is a party to. */
export const published: Grant = { ...shared, partner: ['public'] };

/** The region's own staff keeps its records; who runs the platform and who audits it do not. */
export const kept: Grant = { editor: ['own'], approver: ['own'] };

/** Staff of the region that runs this installation. A token of another region never gives one of these roles here. */
const staff: readonly Role[] = ['editor', 'approver', 'auditor', 'admin'];

export const isHome = (caller: Caller, home: string): boolean => caller.party === home;

/** The roles that count: what anyone may do, anyone may; the rest depends on the side that the caller comes from. */
export function rolesOf(caller: Caller, home: string): readonly Role[] {
  if (caller.party === undefined) return ['anonymous'];
  if (!isHome(caller, home)) return caller.roles.includes('partner') ? ['anonymous', 'partner'] : ['anonymous'];
  return ['anonymous', ...staff.filter((role) => caller.roles.includes(role))];
}

/** The relations under which the caller may, by any of its roles. */
export const granted = (grant: Grant, caller: Caller, home: string): ReadonlySet<RelationName> =>
  new Set(rolesOf(caller, home).flatMap((role) => grant[role] ?? []));

interface Performed {
  readonly id: string;
  readonly scope: string;
}

/** Refuses a table that leaves an operation out, or speaks of one that there is not. What is open to all needs no entry. */
export function checkPolicy(policy: Policy, operations: readonly Performed[]): void {
  const guarded = operations.filter(({ scope }) => scope !== 'public').map(({ id }) => id);
  const missing = guarded.filter((id) => policy[id] === undefined);
  const unknown = Object.keys(policy).filter((id) => !guarded.includes(id));
  if (missing.length > 0) throw new Error(`The policy says nothing about ${missing.join(', ')}`);
  if (unknown.length > 0) throw new Error(`The policy speaks of ${unknown.join(', ')}, which nobody performs`);
}
