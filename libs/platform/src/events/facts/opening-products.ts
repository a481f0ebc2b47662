import { setTimeout as pause } from 'node:timers/promises';
import { Party } from '@passerelle/domain/party';
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { systemActor } from '../../data/request-transaction/index.js';
import type { Database, Tx } from '../../data/database/index.js';
import type { FactKind, Product } from './fact.js';
import { digestOf, readersOf, shownOf } from './products.js';

// A product begins with what its readers may already see: each such record is shared in the state of its last fact. Changes
// go on meanwhile, and a record that one of them brought into the product is there already.

const by = systemActor('openProducts');
const page = 500;
/** Longest wait for the changes under way that do not know the product yet; the next attempt waits again. */
const patienceMs = 30_000;
const lookMs = 50;

/** Who may see a record, as its last fact says. A fact of an early release does not say it; then no outsider may. */
const Reach = z.looseObject({
  classification: z.enum(['public', 'internal', 'restricted']).catch('restricted'),
  parties: z.array(z.string()).catch([]),
});

interface LastFact {
  readonly id: string;
  readonly version: string;
  readonly type: string;
  readonly schema_version: string;
  readonly data: string;
}

/**
 * The products of a service besides `internal`: one for everybody if its records can be public, and one for each region besides `home`
 * if they name regions. A service all of whose facts are internal has none.
 */
export function productsOf(kinds: readonly FactKind[], home: string): Product[] {
  const others = Party.options.filter((party) => party !== home);
  const fields = kinds.flatMap(({ schema }) => (schema instanceof z.ZodObject ? [schema.shape] : []));
  const isPublic = fields.some(({ classification }) => classification?.safeParse('public').success);
  const isShared = fields.some((each) => 'parties' in each);
  return [
    ...(isPublic ? (['public'] as const) : []),
    ...(isShared ? others.map((party) => `party.${party}` as const) : []),
  ];
}

/** Makes the products that do not exist yet, and fills those that are not full; may be broken off and repeated. */
export async function openProducts(
  db: Database,
  kinds: readonly FactKind[],
  products: readonly Product[],
  stop: AbortSignal,
): Promise<void> {
  const also = new Map(kinds.map((kind) => [`${kind.resource}.${kind.verb}`, kind.also] as const));
  const empty = await notFilled(db, products);
  if (empty.length === 0) return;
  await outlast(db, stop);
  const last = await db.query<{ position: string }>(
    `SELECT max(position) AS position FROM event_log WHERE product = 'internal' GROUP BY aggregate_id ORDER BY 1`,
  );
  for (let from = 0; from < last.length; from += page) {
    if (stop.aborted) return;
    const positions = last.slice(from, from + page).map(({ position }) => position);
    await db.transaction(by, (tx) => share(tx, positions, empty, also));
  }
  await db.query('UPDATE event_product SET is_filled = true WHERE product = ANY($1)', [empty]);
}

async function notFilled(db: Database, products: readonly Product[]): Promise<Product[]> {
  await db.query(
    `INSERT INTO event_product (product, is_filled) SELECT name, false FROM unnest($1::text[]) AS name ON CONFLICT DO NOTHING`,
    [products],
  );
  const rows = await db.query<{ product: Product }>(
    'SELECT product FROM event_product WHERE NOT is_filled AND product = ANY($1)',
    [products],
  );
  return rows.map(({ product }) => product);
}

/** Waits until every change has ended that may have begun before the products existed. */
async function outlast(db: Database, stop: AbortSignal): Promise<void> {
  const [now] = await db.query<{ next: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next');
  for (const until = Date.now() + patienceMs; ;) {
    const [row] = await db.query<{ over: boolean }>(
      'SELECT pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8 AS over',
      [now?.next],
    );
    if (row?.over === true) return;
    if (stop.aborted || Date.now() > until) throw new Error('the products wait for changes that do not end');
    await pause(lookMs);
  }
}

const shared = `
  WITH given AS (
    SELECT * FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bytea[], $5::bigint[], $6::text[], $7::text[], $8::text[])
        AS given (product, event_id, record, digest, version, type, schema_version, data)),
  entered AS (
    INSERT INTO product_record (product, record, digest) SELECT product, record, digest FROM given
        ON CONFLICT DO NOTHING RETURNING product, record)
  INSERT INTO event_log (product, event_id, aggregate_id, aggregate_version, type, schema_version, envelope, data)
  SELECT product, event_id, record, version, type, schema_version, $9::jsonb, data
    FROM given JOIN entered USING (product, record)`;

type Also = ReadonlyMap<string, readonly string[]>;

async function share(tx: Tx, positions: readonly string[], products: readonly Product[], also: Also) {
  const facts = await tx.query<LastFact[]>(
    `SELECT aggregate_id AS id, aggregate_version AS version, type, schema_version, data
       FROM event_log WHERE position = ANY($1::bigint[]) ORDER BY position`,
    [positions],
  );
  const rows = facts.flatMap((fact) => entriesOf(fact, products, also.get(fact.type)));
  const columns = Array.from({ length: 8 }, (_, column) => rows.map((row) => row[column]));
  await tx.query(shared, [...columns, JSON.stringify({ time: new Date().toISOString() })]);
}

/** One row for each product that the record enters. */
function entriesOf(fact: LastFact, products: readonly Product[], also: readonly string[] = []) {
  const [resource = ''] = fact.type.split('.');
  const state: unknown = JSON.parse(fact.data);
  const shown = shownOf(state, also);
  return readersOf(Reach.parse(state), state)
    .filter((reader) => products.includes(reader))
    .map((reader) => [
      ...[reader, uuid(), fact.id, digestOf(shown)],
      ...[fact.version, `${resource}.shared`, fact.schema_version, shown],
    ]);
}
