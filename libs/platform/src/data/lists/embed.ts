import { ChangedAt } from '@passerelle/domain/instant';
import { z } from 'zod';
import type { By, Database } from '../database/index.js';
import { jsonSql } from '../json-views/index.js';
import type { Bind, Relations } from '../../access/rights/index.js';

// Records that a list refers to, embedded on demand (Belgif `prf-embed`): each once, in full, under its address. One statement
// reads all of a page; records that the caller may not see are left out.

export interface Embed {
  /** The field of the item that names the record. */
  readonly by: string;
  readonly table: string;
  readonly resource: string;
  /** As the record is read at its own address. */
  readonly record: z.ZodObject;
  /** How the record relates to a caller, as at its own address. */
  readonly relations: Relations;
}

/** The part of a fact that a list needs: the schema of its data is the record's. */
interface CarriesRecord {
  readonly kind: { readonly resource: string; readonly verb: string; readonly schema: z.ZodType };
}

/** `embed('networkId', 'network', networkRegistered, 'Network', isPublic)`: a slice takes another's schema from its facts. */
export function embed(by: string, table: string, { kind }: CarriesRecord, name: string, relations: Relations): Embed {
  if (!(kind.schema instanceof z.ZodObject)) throw new Error(`${kind.resource}.${kind.verb} carries no record`);
  const record = z.object({ href: z.url(), ...kind.schema.shape, changedAt: ChangedAt }).meta({ id: name });
  return { by, table, resource: kind.resource, record, relations };
}

/** JSON of the records with these ids: pairs of address and record, without the braces. */
export async function embedded(
  db: Database,
  by: By,
  { table, record, resource, relations }: Embed,
  ids: readonly string[],
  publicUrl: string,
): Promise<string[]> {
  if (ids.length === 0) return [];
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const base = bind(`${publicUrl}/v1/${resource}/`);
  const { json } = jsonSql(record, { base });
  const visible = by.actor.reach(relations).may?.(bind) ?? 'true';
  const rows = await db.list<{ id: string; item: string }>(
    by,
    `SELECT record.id, ${json} AS item FROM ${table} record WHERE record.id = ANY(${bind(ids)}::uuid[]) AND (${visible}) ORDER BY record.id`,
    values,
  );
  return rows.map(({ id, item }) => `${JSON.stringify(`${publicUrl}/v1/${resource}/${id}`)}:${item}`);
}
