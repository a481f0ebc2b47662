// Row-level security, the second barrier: for a caller of another region PostgreSQL itself filters the rows. It is
// tested without the first barrier: with an actor who reaches everything in the session of that region.
import { findOrRefuse, type Actor, type By } from '@passerelle/platform/data/database';
import { systemActor } from '@passerelle/platform/data/request-transaction';
import { Refusal } from '@passerelle/platform/kernel/problems';
import type { TestedService } from './tested-service.ts';
import { expected } from './expectation.ts';
import type { Principal } from './principals.ts';
import { relationsTo, type Kind } from './regions.ts';

const guarded = `
  SELECT relname AS table FROM pg_class
   WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relrowsecurity ORDER BY 1`;

export const guardedTables = async ({ database }: TestedService): Promise<string[]> =>
  (await database.query<{ table: string }>(guarded)).map(({ table }) => table);

/** With the session of the region, empty for a caller without one, and no other limit. */
export const onSide = (side: string): By => ({ actor: { ...systemActor('test').actor, side } });

async function isSeen(tested: TestedService, table: string, id: string, side: string): Promise<boolean> {
  const entity = tested.entities.get(table);
  if (entity === undefined) throw new Error(`${table} has no entity`);
  return tested.database.read(onSide(side), (tx) =>
    findOrRefuse(tx, entity, id).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false;
        throw error;
      },
    ),
  );
}

class Undone extends Error {}

/** The rows that the region could change; nothing is changed. */
async function changeable({ database }: TestedService, table: string, side: string): Promise<ReadonlySet<string>> {
  let found: { id: string }[] = [];
  const actor: Actor = { ...onSide(side).actor, end: () => Promise.reject(new Undone()) };
  const change = `UPDATE "${table}" SET version = version RETURNING id`;
  await database
    .transaction({ actor }, async (tx) => {
      const [rows] = await tx.query<[{ id: string }[], number]>(change);
      found = rows;
    })
    .catch((error: unknown) => {
      // Some tables accept no change at all.
      if (!(error instanceof Undone) && !String(error).includes('append-only')) throw error;
    });
  return new Set(found.map(({ id }) => id));
}

/** Whether the policy lets a partner of the region perform an act on the record. */
const mayAct = ({ all, policy }: TestedService, partner: Principal | undefined, table: string, kind: Kind): boolean =>
  partner !== undefined &&
  all.some((operation) => {
    const [parameter = ''] = operation.path.match(/\{\w+\}/g) ?? [];
    const isAct = operation.method !== 'GET' && parameter === `{${camel(table)}Id}`;
    return isAct && expected({ operation, all, policy }, partner, kind) === 'allowed';
  });

const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Lists where PostgreSQL shows or accepts more, or less, than it should. */
export async function wallFaults(
  tested: TestedService,
  table: string,
  side: string,
  partner?: Principal,
): Promise<string[]> {
  const faults: string[] = [];
  const changed = await changeable(tested, table, side);
  for (const [kind, id] of tested.rows.get(table) ?? []) {
    const relations = relationsTo(table, kind, side === '' ? undefined : side);
    const note = (what: string) => faults.push(`${side || 'no region'}, ${table}, ${kind}: ${what}`);
    const seen = await isSeen(tested, table, id, side);
    if (seen !== relations.length > 0) note(seen ? 'is shown' : 'is kept from it');
    const takesPart = relations.some((relation) => relation !== 'public');
    if (changed.has(id) && !takesPart) note('takes its changes');
    if (!changed.has(id) && mayAct(tested, partner, table, kind)) note('takes no change, which the policy allows');
  }
  return faults;
}
