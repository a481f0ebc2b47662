import { z } from 'zod';
import { granted, reach } from '../../access/rights/index.js';
import { readIn, type Kind, type Tx, type Versioned } from '../../data/database/index.js';
import type { Caller } from '../../access/identity/index.js';
import type { Operation } from '../../runtime/operations/index.js';
import type { Life } from './life.js';

/** What a caller may do with a record now. */
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
        }),
      )
      .max(50),
  })
  .meta({ id: 'PossibleActs' });

interface Asking<Entity extends Versioned & { status: string }> {
  readonly life: Pick<Life<Entity, Entity['status'], never>, 'acts' | 'possible'>;
  /** All of the record's. */
  readonly operations: readonly Operation[];
  readonly found: Entity;
  readonly of: Kind<Entity>;
  readonly caller: Caller;
  /** The region that runs this installation. */
  readonly home: string;
}

/** The acts that the record's state allows, and the caller's scopes, roles and relation to the record. */
export async function possibleActs<Entity extends Versioned & { status: string }>(
  tx: Tx,
  asking: Asking<Entity>,
): Promise<{ items: object[] }> {
  const { life, operations, found } = asking;
  const names = life.possible(found, asking);
  const possible = operations.filter(({ transition = '' }) => names.includes(transition));
  const items = (await permitted(tx, possible, asking)).map((operation) => ({
    transition: operation.transition,
    summary: operation.summary,
    to: [life.acts[operation.transition ?? '']?.to ?? []].flat(),
    asks: schemaOf(operation),
  }));
  return { items };
}

async function permitted<Entity extends Versioned & { status: string }>(
  tx: Tx,
  operations: readonly Operation[],
  { caller, home, of, found }: Asking<Entity>,
): Promise<readonly Operation[]> {
  const values: unknown[] = [found.id];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const reachable = operations
    .filter(({ scope }) => caller.scopes.includes(scope))
    .map((operation) => ({ operation, by: granted(operation.grant, caller, home) }))
    .filter(({ by }) => by.size > 0);
  if (reachable.length === 0) return [];
  const conditions = reachable.map(({ by }) => `(${reach(by, of.relations, caller.party)?.(bind) ?? 'true'})`);
  const { tableName } = tx.connection.getMetadata(of);
  const sql = `SELECT ARRAY[${conditions.join(', ')}] AS held FROM "${tableName}" record WHERE id = $1`;
  const { rows } = await readIn<{ held: boolean[] }>(tx, sql, values);
  return reachable.flatMap(({ operation }, index) => (rows[0]?.held[index] === true ? [operation] : []));
}

/** What an act asks for, as the JSON Schema of its body. The body is a named shape: it is written out, not referred to. */
function schemaOf({ body = z.strictObject({}) }: Operation): Record<string, unknown> {
  const { $ref = '', $defs = {}, ...written } = z.toJSONSchema(body, { target: 'draft-2020-12', io: 'input' });
  const { [$ref.replace('#/$defs/', '')]: root, ...parts } = $defs;
  return { ...written, ...root, ...(Object.keys(parts).length === 0 ? {} : { $defs: parts }) };
}
