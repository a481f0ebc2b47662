import { z } from 'zod';
import type { Caller } from '../../access/identity/index.js';
import { granted, isHome, reach, rolesOf } from '../../access/rights/index.js';
import { readIn, type Kind, type Tx } from '../../data/database/index.js';
import type { Operation } from '../../runtime/operations/index.js';
import type { ActContext } from './act-context.js';
import { ownActs } from './another-person.js';
import type { ActElsewhere, Asking, Awaited, KeptRecord, LifeAct } from './life.js';

/** The colleague whose act it is, where it is the caller's own region that must act. */
const WaitsFor = z
  .enum(['anotherPerson', 'approver'])
  .describe(
    'For staff of the home region: the colleague whose act it is, somebody other than who performed the act before it, ' +
      'or somebody with the right to approve',
  );
type WaitsFor = z.infer<typeof WaitsFor>;

/** What a caller may do with a record now, and for whom it waits. */
export const PossibleActs = z
  .object({
    self: z.url(),
    items: z
      .array(
        z.object({
          transition: z.string().describe('The name that the body of the POST gives'),
          summary: z.string(),
          to: z.array(z.string()).describe('The state that it leads to; several where the body decides'),
          asks: z.looseObject({}).describe('JSON Schema of the body'),
          method: z.string().optional().describe('For an act done at another address, as it makes a record of its own'),
          href: z.url().optional().describe('That address'),
        }),
      )
      .max(50),
    awaited: z
      .array(
        z.object({
          transition: z.string(),
          party: z.string().optional().describe('The region whose act it is'),
          until: z.string().optional().describe('The last day for it, where there is one'),
          by: WaitsFor.optional(),
        }),
      )
      .max(50)
      .describe('The acts for which the record waits, and whose they are'),
  })
  .meta({ id: 'PossibleActs' });

/** The part of a life that tells what is possible. */
export interface PossibleLife<Entity> {
  readonly acts: Readonly<Record<string, LifeAct<Entity, string, ActContext>>>;
  readonly elsewhere: Readonly<Record<string, ActElsewhere<Entity, string>>>;
  possible(record: Entity, asking: Asking): Promise<string[]>;
}

export interface Viewing<Entity extends KeptRecord> extends Omit<Asking, 'tx'> {
  readonly of: Kind<Entity>;
  readonly found: Entity;
  readonly life?: PossibleLife<Entity> | undefined;
  /** Whether it could be taken back. */
  readonly isRetractable: boolean;
  readonly publicUrl: string;
  /** The operation of an act, by the name of the act. */
  readonly operationOf: (act: string) => Operation;
  /** Whether acts ask for another pair of eyes. */
  readonly isAnotherRequired: boolean;
}

interface Candidate {
  readonly name: string;
  readonly to: readonly string[];
  readonly operation: Operation;
  /** The address of an act done elsewhere. */
  readonly href?: string;
  /** Whether the rule would allow it: an act that the caller cannot perform may wait for another region. */
  readonly isPossible: boolean;
  readonly awaited: readonly Awaited[];
  readonly another?: string | readonly string[] | undefined;
}

/** Of the acts that the record allows: those of the caller, by scopes, roles and relation to the record, and those of others. */
export async function possibleActs<Entity extends KeptRecord>(tx: Tx, viewing: Viewing<Entity>): Promise<object> {
  const candidates = await candidatesFor(tx, viewing);
  const possible = candidates.filter(({ isPossible }) => isPossible);
  const within = await reached(tx, possible, viewing);
  const held = await heldOf(tx, within, viewing);
  const items = held.map(({ name, to, operation, href }) => ({
    transition: name,
    summary: operation.summary,
    to,
    asks: schemaOf(operation),
    ...(href === undefined ? {} : { method: operation.method, href }),
  }));
  const colleagues = await ofColleagues(tx, { possible, within, held }, viewing);
  const awaited = candidates.flatMap((candidate) => [
    ...ofRegions(candidate, viewing),
    ...colleagues.filter(({ transition }) => transition === candidate.name),
  ]);
  return { items, awaited };
}

interface AwaitedAct {
  readonly transition: string;
  readonly party?: string | undefined;
  readonly until?: string | undefined;
  readonly by?: WaitsFor;
}

const ofRegions = ({ name, awaited }: Candidate, { caller }: Pick<Asking, 'caller'>): AwaitedAct[] =>
  awaited
    .filter(({ party }) => party !== caller.party)
    .map(({ party, until }) => ({ transition: name, party: party ?? undefined, until: until ?? undefined }));

interface Sorted {
  readonly possible: readonly Candidate[];
  /** Those within the rights of the caller. */
  readonly within: readonly Candidate[];
  /** Those of them that need no other person. */
  readonly held: readonly Candidate[];
}

/** The acts of the caller's own region that a colleague must perform. Other regions do not learn how it divides its work. */
async function ofColleagues<Entity extends KeptRecord>(
  tx: Tx,
  { possible, within, held }: Sorted,
  viewing: Viewing<Entity>,
): Promise<AwaitedAct[]> {
  const { caller, home } = viewing;
  const isStaff = isHome(caller, home) && rolesOf(caller, home).some((role) => role !== 'anonymous');
  if (!isStaff) return [];
  const lacking = possible.filter((candidate) => !within.includes(candidate) && isApproval(candidate));
  const ofApprover = await reached(tx, lacking, { ...viewing, caller: approving(caller, lacking) });
  const waits = (by: WaitsFor) => (candidate: Candidate) => {
    const own = candidate.awaited.find(({ party }) => party === home);
    return { transition: candidate.name, until: own?.until ?? undefined, by };
  };
  return [
    ...within.filter((candidate) => !held.includes(candidate)).map(waits('anotherPerson')),
    ...ofApprover.map(waits('approver')),
  ];
}

const isApproval = ({ operation }: Candidate): boolean => operation.scope.endsWith(':approve');

/** A colleague who may approve: an act that is beyond them too, as it is for another region, waits for no colleague. */
const approving = (caller: Caller, lacking: readonly Candidate[]): Caller => ({
  ...caller,
  roles: [...caller.roles, 'approver'],
  scopes: [...caller.scopes, ...lacking.map(({ operation }) => operation.scope)],
});

async function candidatesFor<Entity extends KeptRecord>(tx: Tx, viewing: Viewing<Entity>): Promise<Candidate[]> {
  const { found, life, isRetractable, operationOf, publicUrl } = viewing;
  if (found.retractedAt instanceof Date) return [];
  const possible = (await life?.possible(found, { tx, ...viewing })) ?? [];
  const isAllowed = ({ from }: { readonly from: readonly string[] }): boolean => from.includes(found['status']);
  const acts = Object.entries(life?.acts ?? {}).filter(([, act]) => isAllowed(act));
  const elsewhere = Object.entries(life?.elsewhere ?? {}).filter(([, act]) => isAllowed(act));
  return [
    ...acts.map(([name, { to = String(found['status']), awaited, another }]) => ({
      ...{ name, to: [to].flat(), operation: operationOf(name), another, isPossible: possible.includes(name) },
      awaited: [awaited?.(found) ?? []].flat(),
    })),
    ...elsewhere.map(([name, { to, awaited, idField = 'id' }]) => ({
      ...{ name, to: [to], operation: operationOf(name), isPossible: true },
      awaited: [awaited?.(found) ?? []].flat(),
      href: `${publicUrl}${operationOf(name).path.replace(/\{\w+\}/, String(found[idField]))}`,
    })),
    ...(isRetractable
      ? [{ name: 'retract', to: [], operation: operationOf('retract'), isPossible: true, awaited: [] }]
      : []),
  ];
}

async function heldOf<Entity extends KeptRecord>(
  tx: Tx,
  within: readonly Candidate[],
  viewing: Viewing<Entity>,
): Promise<readonly Candidate[]> {
  const held: Candidate[] = [];
  for (const candidate of within) if (!(await needsAnother(tx, candidate, viewing))) held.push(candidate);
  return held;
}

async function reached<Entity extends KeptRecord>(
  tx: Tx,
  candidates: readonly Candidate[],
  { caller, home, of, found }: Viewing<Entity>,
): Promise<readonly Candidate[]> {
  const values: unknown[] = [found.id];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const reachable = candidates
    .filter(({ operation }) => caller.scopes.includes(operation.scope))
    .map((candidate) => ({ candidate, by: granted(candidate.operation.grant, caller, home) }))
    .filter(({ by }) => by.size > 0);
  if (reachable.length === 0) return [];
  const conditions = reachable.map(({ by }) => `(${reach(by, of.relations, caller)?.(bind) ?? 'true'})`);
  const { tableName } = tx.connection.getMetadata(of);
  const sql = `SELECT ARRAY[${conditions.join(', ')}] AS held FROM "${tableName}" record WHERE id = $1`;
  const { rows } = await readIn<{ held: boolean[] }>(tx, sql, values);
  return reachable.flatMap(({ candidate }, index) => (rows[0]?.held[index] === true ? [candidate] : []));
}

async function needsAnother<Entity extends KeptRecord>(
  tx: Tx,
  { another }: Candidate,
  { found, caller, operationOf, isAnotherRequired }: Viewing<Entity>,
): Promise<boolean> {
  if (!isAnotherRequired) return false;
  const earlier = { id: found.id, acts: another, operationOf: (act: string) => operationOf(act).id };
  return (await ownActs(tx, earlier, caller)).length > 0;
}

/** What an act asks for, as the JSON Schema of its body. The body is a named shape: it is written out, not referred to. */
function schemaOf({ body = z.strictObject({}) }: Operation): Record<string, unknown> {
  const { $ref = '', $defs = {}, ...written } = z.toJSONSchema(body, { target: 'draft-2020-12', io: 'input' });
  const { [$ref.replace('#/$defs/', '')]: root, ...parts } = $defs;
  return { ...written, ...root, ...(Object.keys(parts).length === 0 ? {} : { $defs: parts }) };
}
