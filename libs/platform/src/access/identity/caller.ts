import { Party } from '@passerelle/domain/party';
import { z } from 'zod';
import type { Issuer } from '../../kernel/config/index.js';

/** The caller, as the door read it from the bearer token; every service bases its access decisions on it. */
export const Caller = z.object({
  subject: z.string().min(1).max(200),
  client: z.string().min(1).max(200),
  /** The region on whose behalf the call is made; absent for anonymous callers. */
  party: z.string().max(20).optional(),
  roles: z.array(z.string().max(50)).max(20),
  scopes: z.array(z.string().max(100)).max(50),
});
export type Caller = z.infer<typeof Caller>;

export const anonymous: Caller = { subject: 'anonymous', client: 'anonymous', roles: [], scopes: [] };

/** Prefix of clients that use one of our API keys; no issuer may issue tokens for it. */
export const keyHolder = 'apiKey';

/** Prefix of registered programs of other issuers; no issuer may issue tokens for it. */
export const registeredProgram = 'registeredProgram';

/** A program of an issuer that is not configured. */
export interface Registered {
  readonly id: string;
  readonly client: string;
  readonly audience: string;
  readonly party: string | undefined;
  /** What it may read in any case; its token may add other scopes to read. */
  readonly scopes: readonly string[];
}

interface ClaimCeiling {
  readonly roles: readonly string[];
  readonly scopes: RegExp;
}

// Staff roles count only for the region that runs this installation. A caller of another region is a partner at most, and a
// caller without a region a reader, even if the issuer claims more.
const staff: ClaimCeiling = {
  roles: ['partner', 'editor', 'approver', 'auditor', 'admin'],
  scopes: /^([a-z]+:(read|write|approve)|admin)$/,
};
const partners: ClaimCeiling = { roles: ['partner'], scopes: /^(?!(audit|people):)[a-z]+:(read|write|approve)$/ };

/** The scopes of credentials that only read: neither who did what nor the names of people. */
export const toRead = /^(?!(audit|people):)[a-z]+:read$/;
const readers: ClaimCeiling = { roles: [], scopes: toRead };

type Claims = Readonly<Record<string, unknown>>;

/**
 * The caller that a verified token of `issuer` describes, at the installation of the region `home`. Undefined when a claim has
 * the wrong type, or names a party for which the issuer may not speak; unknown parties, roles and scopes are dropped.
 */
export function callerOf(claims: Claims, issuer: Issuer, home: string, names: readonly string[]): Caller | undefined {
  const party = partyOf(claims, issuer);
  const subject = nameOf(claims.sub, issuer, names);
  const client = nameOf(foundIn(claims, issuer.claims.client)[0] ?? claims.sub, issuer, names);
  const given = { roles: listOf(claims, issuer.claims.roles), scopes: listOf(claims, issuer.claims.scopes) };
  if (!party.valid || given.roles === undefined || given.scopes === undefined) return undefined;
  const standing = party.is === undefined ? readers : party.is === home ? staff : partners;
  const roles = meant(given.roles, issuer.roles).filter((role) => standing.roles.includes(role));
  const scopes = meant(given.scopes, issuer.scopes).filter((scope) => standing.scopes.test(scope));
  return Caller.safeParse({ subject, client, party: party.is, roles, scopes }).data;
}

/**
 * The caller that a verified token of a registered program describes: the party is that of its registration, and it only reads,
 * whatever its issuer claims. Undefined when a claim has the wrong type.
 */
export function programOf(claims: Claims, registered: Registered, home: string): Caller | undefined {
  const { id, client, party } = registered;
  const given = listOf(claims, ['scope']);
  if (given === undefined) return undefined;
  const scopes = [...new Set([...registered.scopes, ...given.filter((scope) => readers.scopes.test(scope))])];
  const roles = party === undefined || party === home ? [] : ['partner'];
  const names = { subject: `${registeredProgram}:${id}`, client: `${registeredProgram}:${client}` };
  return Caller.safeParse({ ...names, party, roles, scopes }).data;
}

function partyOf(claims: Claims, issuer: Issuer): { valid: boolean; is?: string } {
  if (issuer.party !== undefined) return { valid: true, is: issuer.party };
  const [claimed] = foundIn(claims, issuer.claims.party);
  if (claimed === undefined) return { valid: true };
  if (typeof claimed !== 'string') return { valid: false };
  const { data: known } = Party.safeParse(claimed);
  if (known === undefined) return { valid: true };
  return issuer.parties.includes(known) ? { valid: true, is: known } : { valid: false };
}

/** A subject or client with its issuer's prefix: two issuers may both have a `dupont`, and must not be taken for one person. */
function nameOf(claim: unknown, { name }: Issuer, names: readonly string[]): string | undefined {
  if (typeof claim !== 'string' || claim === '') return undefined;
  if (name !== undefined) return `${name}:${claim}`;
  const taken = [...names, keyHolder, registeredProgram].some((other) => claim.startsWith(`${other}:`));
  return taken || claim === anonymous.client ? undefined : claim;
}

/** The words at the paths, from a space-separated text or a list of texts; undefined for any other type. */
function listOf(claims: Claims, paths: readonly string[]): string[] | undefined {
  const lists = foundIn(claims, paths).map((claim) => Words.safeParse(claim).data);
  return lists.includes(undefined) ? undefined : lists.flatMap((words) => words ?? []);
}

const Words = z.union([
  z.string().transform((text) => text.split(' ').filter((word) => word !== '')),
  z.array(z.string()),
]);

const meant = (names: readonly string[], meanings: Issuer['roles']): string[] => {
  const meaning = new Map(Object.entries(meanings ?? {}));
  return [...new Set(meanings === undefined ? names : names.flatMap((name) => meaning.get(name) ?? []))];
};

/** The values at the paths. The whole path is tried as a name first, because `https://example.org/roles` contains dots. */
export const foundIn = (claims: Claims, paths: readonly string[]): unknown[] =>
  paths
    .map((path) => (Object.hasOwn(claims, path) ? claims[path] : path.split('.').reduce<unknown>(below, claims)))
    .filter((found) => found !== undefined && found !== null);

const below = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
