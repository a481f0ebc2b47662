// One record of each kind in every table of a service, inserted by SQL alone: its regions come from regions.ts, and
// every other column gets any valid value, since no right depends on it.
import type { Database } from '@passerelle/platform/data/database';
import { createHash, randomUUID } from 'node:crypto';
import { classificationOf, kinds, named, type Kind } from './regions.ts';

/** Ids by table and kind. */
export type Rows = ReadonlyMap<string, ReadonlyMap<Kind, string>>;

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly required: boolean;
  /** The table that it refers to. */
  readonly parent: string | null;
}

const columnsOf = `
  SELECT pg_class.relname AS table, attname AS column, format_type(atttypid, NULL) AS type,
         attnotnull AND NOT atthasdef AND attidentity = '' AS required, parent.relname AS parent
    FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid AND relkind = 'r' AND relnamespace = 'public'::regnamespace
    LEFT JOIN pg_constraint ON conrelid = attrelid AND contype = 'f' AND conkey = ARRAY[attnum]
    LEFT JOIN pg_class AS parent ON parent.oid = confrelid
   WHERE attnum > 0 AND NOT attisdropped AND pg_class.relname = ANY($1)
   ORDER BY 1, attnum`;

type NamedKind = Exclude<Kind, 'absent'>;
type Named = (kind: NamedKind) => unknown;

/** The columns that rights depend on; by table where the same name has another meaning. */
const naming: Readonly<Record<string, Named>> = {
  classification: classificationOf,
  parties: (kind) => named[kind].parties,
  author_party: (kind) => named[kind].author,
  affected_party: (kind) => named[kind].affected,
  to_parties: (kind) => [named[kind].affected],
  chair_party: (kind) => named[kind].chair,
  owner_party: (kind) => named[kind].owner,
  provider: (kind) => named[kind].provider,
  receiver: (kind) => (named[kind].provider === named[kind].receiver ? 'another' : named[kind].receiver),
  party: (kind) => named[kind].author,
  'contact_point.party': (kind) => named[kind].of,
  'party.code': (kind) => named[kind].of,
  'follow_up.classification': () => 'internal',
  'membership_year.classification': () => 'internal',
  'party.classification': () => 'public',
  'api_key.hash': () => 'a'.repeat(64),
  'calendar_feed.hash': (kind) => createHash('sha256').update(kind).digest('hex'),
};

/** There is one planning authority for each region. */
const kindsIn = (table: string): readonly NamedKind[] =>
  table === 'party'
    ? ['public', 'withFlanders', 'withWallonia', 'internal']
    : kinds.filter((kind) => kind !== 'absent');

const plain: Readonly<Record<string, unknown>> = {
  integer: 1,
  bigint: 1,
  boolean: false,
  jsonb: '{}',
  'text[]': [],
  date: '2026-03-02',
  'timestamp with time zone': '2026-03-02T09:00:00Z',
};

/** The rows of one table so far. */
interface Filled {
  /** Of the kinds that differ here: if no region is named, records shared with one and with another are equal. */
  readonly rows: Map<Kind, string>;
  /** Of every kind; and by the columns that decide. */
  readonly every: Map<Kind, string>;
  readonly byNaming: Map<string, string>;
}

export async function fill(database: Database, tables: readonly string[]): Promise<Rows> {
  const columns = (await database.query<Column>(columnsOf, [tables])).filter(isFilled);
  const filled = new Map<string, Filled>();
  const fillTable = async (table: string): Promise<void> => {
    if (filled.has(table)) return;
    filled.set(table, { rows: new Map(), every: new Map(), byNaming: new Map() });
    const own = columns.filter((column) => column.table === table);
    for (const { parent } of own) if (parent !== null) await fillTable(parent);
    for (const kind of kindsIn(table)) await insert(database, table, kind, own, filled);
  };
  for (const table of tables) await fillTable(table);
  return new Map([...filled].map(([table, { rows }]) => [table, rows]));
}

const namingOf = ({ table, column }: Column): Named | undefined => naming[`${table}.${column}`] ?? naming[column];

const isFilled = (column: Column): boolean => column.required || namingOf(column) !== undefined;

async function insert(
  database: Database,
  table: string,
  kind: NamedKind,
  columns: readonly Column[],
  filled: ReadonlyMap<string, Filled>,
): Promise<void> {
  const own = filled.get(table);
  const decisive = columns.map((column) => {
    const above = filled.get(column.parent ?? '')?.every;
    return namingOf(column)?.(kind) ?? above?.get(kind) ?? above?.get('public');
  });
  const alike = own?.byNaming.get(JSON.stringify(decisive));
  const id = alike ?? randomUUID();
  own?.every.set(kind, id);
  if (alike !== undefined) return;
  own?.byNaming.set(JSON.stringify(decisive), id);
  own?.rows.set(kind, id);
  const valueOf = ({ column, type }: Column, index: number): unknown =>
    column === 'id' ? id : (decisive[index] ?? (type === 'uuid' ? randomUUID() : (plain[type] ?? `${table} ${kind}`)));
  const names = columns.map(({ column }) => column);
  const places = columns.map((_, index) => `$${index + 1}`);
  const sql = `INSERT INTO "${table}" (${names.join(', ')}) VALUES (${places.join(', ')})`;
  await database.query(sql, columns.map(valueOf));
}
