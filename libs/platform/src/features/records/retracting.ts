import {
  insideHomeRole,
  lockRow,
  findOrRefuse,
  readIn,
  update,
  type Kind,
  type Tx,
} from '../../data/database/index.js';
import { record, type Fact } from '../../events/facts/index.js';
import { recordClosed, refusal, stillReferenced } from '../../kernel/problems/index.js';
import { actContextOf, type ActContext, type AnyCall, type KeptRecord } from '../lives/index.js';
import type { RecordHost, Revising } from './performing.js';

// `retract` takes back a record that was registered in error: it leaves lists, figures and the calendar, and nothing can refer to it
// any more. Those who keep it may still read it; to everybody else it is not found.

export interface Retracting<Entity> {
  readonly fact: (record: Entity) => Fact;
  /** Whether it has not gone too far to be taken back. */
  readonly isPossible?: (record: Entity, context: Pick<ActContext, 'tx'>) => boolean | Promise<boolean>;
  /** What changes besides the record. */
  readonly follows?: (record: Entity, context: ActContext) => Promise<void>;
}

export const retracted = <Entity extends KeptRecord>(
  { db, context: service }: RecordHost,
  call: AnyCall,
  { of, id, lock, shows }: Pick<Revising<Entity, never>, 'of' | 'id' | 'lock' | 'shows'>,
  { isPossible, fact, follows }: Retracting<Entity>,
): Promise<object> =>
  db.transaction(call, async (tx) => {
    const context = actContextOf(tx, call, service);
    await lock?.(tx, id);
    await lockRow(tx, of, id, 'UPDATE');
    const found = await findOrRefuse(tx, of, id, context.expectedVersion);
    if ((await isPossible?.(found, context)) === false) throw refusal(recordClosed, { ref: found.ref ?? id });
    const references = await referencesTo(tx, of, id);
    if (references.length > 0)
      throw refusal(stillReferenced, { ref: found.ref ?? id, references: references.slice(0, mostNamed) });
    found.retractedAt = context.now;
    await update(tx, of, found);
    await record(tx, fact(found));
    await follows?.(found, context);
    return shows?.(found, tx) ?? found;
  });

const mostNamed = 20;

/** Whether nothing stands in the way of taking a record back, besides rights. */
export const canRetract = async <Entity extends KeptRecord>(
  tx: Tx,
  of: Kind<Entity>,
  record: Entity,
  { isPossible }: Retracting<Entity>,
): Promise<boolean> =>
  ((await isPossible?.(record, { tx })) ?? true) && (await referencesTo(tx, of, record.id)).length === 0;

/** Human references of the records that refer to this one by a foreign key and are not retracted, whoever may see them. */
const referencesTo = <Entity extends KeptRecord>(tx: Tx, of: Kind<Entity>, id: string): Promise<string[]> =>
  insideHomeRole(tx, async () => {
    const referring = await readIn<{ table: string; column: string }>(tx, foreignKeys, [
      tx.connection.getMetadata(of).tableName,
    ]);
    if (referring.rows.length === 0) return [];
    const each = referring.rows.map(
      ({ table, column }) => `SELECT ref FROM ${table} WHERE ${column} = $1 AND retracted_at IS NULL`,
    );
    const { rows } = await readIn<{ ref: string }>(tx, `${each.join(' UNION ')} ORDER BY ref`, [id]);
    return rows.map(({ ref }) => ref);
  });

/** Tables that are no records, such as what the clock has told, have no reference of their own. */
const foreignKeys = `
  SELECT key.conrelid::regclass::text AS table, quote_ident(source.attname) AS column
    FROM pg_constraint key
    JOIN pg_attribute source ON source.attrelid = key.conrelid AND source.attnum = key.conkey[1]
    JOIN pg_attribute taken ON taken.attrelid = key.conrelid AND taken.attname = 'retracted_at'
   WHERE key.contype = 'f' AND key.confrelid = to_regclass(quote_ident($1)) ORDER BY 1, 2`;
