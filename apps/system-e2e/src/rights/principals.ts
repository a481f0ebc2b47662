// Every kind of caller that rights distinguish. All callers that identity can produce are generated, grouped by the
// rules written out here, and one of each group is kept. The rules are independent of the code that decides.
import { anonymous, Caller } from '@passerelle/platform/access/identity';
import { home, regions } from './regions.ts';

/** The claims of a caller, before any check. */
export interface Given {
  readonly way: Way;
  /** May be an unknown party. */
  readonly party: string | undefined;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  /** How many of the scopes: a word for the name. */
  readonly reach: 'all' | 'reading' | 'none';
}

/**
 * A person signs in, a program signs in for itself, a program has an API key. The last kind reaches a service with
 * claims that identity would have removed: a service must not rely on that.
 */
export const ways = ['person', 'program', 'apiKey', 'uncut'] as const;
export type Way = (typeof ways)[number];

/** Makes the caller of a service from claims; undefined if they are refused. */
export type Identify = Readonly<Record<Way, (given: Given) => Promise<Caller | undefined> | Caller | undefined>>;

export interface Principal {
  readonly name: string;
  readonly caller: Caller;
  /** The region that counts. */
  readonly region: string | undefined;
  /** The roles that count. */
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly isAnonymous: boolean;
  /** Decides like another principal once admitted: it reads few records of each table. */
  readonly isBrief: boolean;
}

/** The roles that count, by the origin of the caller. Every caller also has the rights of an anonymous one. */
export const rolesAtHome = ['editor', 'approver', 'auditor', 'admin'];
export const rolesElsewhere = ['partner'];
/** The properties of a caller that rights depend on, and those that only identify it. */
export const countingClaims = ['party', 'roles', 'scopes'];
export const namingClaims = ['subject', 'client'];

const isOfHome = (scope: string): boolean => scope === 'admin' || /^(audit|people):/.test(scope);
const isReading = (scope: string): boolean => scope.endsWith(':read') && !isOfHome(scope);

type Counted = Pick<Principal, 'region' | 'roles' | 'scopes'>;

/** The claims that count. */
export function countedAs({ way, party, roles, scopes }: Given): Counted {
  const region = regions.find((known) => known === party);
  const rolesThere = region === undefined ? [] : region === home ? rolesAtHome : rolesElsewhere;
  // A key has no claims: for another region it acts as a partner, for the home region without a role.
  const claimed = way === 'apiKey' ? rolesElsewhere : roles;
  const kept = scopes.filter(
    (scope) => region === home || (region === undefined ? isReading(scope) : !isOfHome(scope)),
  );
  return {
    region,
    roles: rolesThere.filter((role) => claimed.includes(role)),
    scopes: (way === 'uncut' ? [...scopes] : kept).toSorted(),
  };
}

/** `roles` and `scopes` are those of the product. */
export function everyGiven(roles: readonly string[], scopes: readonly string[]): Given[] {
  const roleSets = [[], ...roles.map((role) => [role]), [...roles]];
  const scopeSets = { all: scopes, reading: scopes.filter(isReading), none: [] };
  const given = ways.flatMap((way) =>
    [...regions, unknownParty, undefined].flatMap((party) =>
      roleSets.flatMap((set) =>
        (['all', 'reading', 'none'] as const).map((reach) => ({
          way,
          party,
          roles: set,
          scopes: scopeSets[reach],
          reach,
        })),
      ),
    ),
  );
  return given.filter(canCome);
}

const unknownParty = 'FR-75';

/** A key has no roles, and reads; a key and uncut claims come from a known region, or from none. */
const canCome = ({ way, party, roles, reach }: Given): boolean =>
  (way !== 'apiKey' || (roles.length === 0 && reach === 'reading')) &&
  (party !== unknownParty || way === 'person' || way === 'program');

const [, firstAbroad] = regions;

/**
 * The combinations that are tested. A missing scope refuses for any roles: fewer scopes are tested without a role and
 * with all. Regions differ by their relations only: one other than home is tested with fewer scopes and with uncut
 * claims.
 */
function isTried({ way, party, reach }: Given, { region, roles }: Counted): boolean {
  if (region !== undefined && region !== home && region !== firstAbroad) return reach === 'all' && way !== 'uncut';
  const most = region === home ? rolesAtHome.length : rolesElsewhere.length;
  return reach === 'all' || roles.length === 0 || roles.length === most || party === undefined;
}

/** Scopes do not matter after admission. A role at home reaches public records or all: two records show which. */
const isBrief = ({ reach, way }: Given, { region, roles }: Counted): boolean =>
  reach !== 'all' || way === 'uncut' || (region === home && roles.length === 1);

const keyOf = ({ region, roles, scopes }: Counted): string => JSON.stringify([region ?? null, roles, scopes]);

function nameOf({ region, roles }: Counted, { reach, way }: Given): string {
  const who = roles.length === 0 ? 'without a role' : roles.length === 4 ? 'of all roles' : roles.join(' and ');
  const scopes = { all: way === 'uncut' ? ', uncut' : '', reading: ', reading', none: ', without scopes' }[reach];
  return `${region ?? 'no party'} ${who}${scopes}`;
}

const withoutToken: Principal = {
  name: 'no token',
  caller: anonymous,
  region: undefined,
  roles: [],
  scopes: [],
  isAnonymous: true,
  isBrief: false,
};

/** One of each kind. Among equal ones, `choose` picks. */
export async function principalsFrom(
  given: readonly Given[],
  identify: Identify,
  choose: (key: string, most: number) => number,
): Promise<Principal[]> {
  const found = Map.groupBy(
    given.map((each) => ({ each, counted: countedAs(each) })).filter(({ each, counted }) => isTried(each, counted)),
    ({ counted }) => keyOf(counted),
  );
  const kept: Principal[] = [withoutToken];
  for (const [key, members] of found) {
    const [first] = members;
    const chosen = members[choose(key, members.length)];
    if (first === undefined || chosen === undefined) continue;
    const { counted, each } = chosen;
    const caller = await identify[each.way](each);
    if (caller === undefined) throw new Error(`${each.way} ${key} must be a valid caller`);
    kept.push({
      ...counted,
      name: nameOf(first.counted, first.each),
      caller,
      isAnonymous: false,
      isBrief: isBrief(first.each, first.counted),
    });
  }
  return kept;
}
