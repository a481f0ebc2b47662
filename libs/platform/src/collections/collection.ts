import { IsoDate } from '@passerelle/domain/period';
import { isStorable } from '@passerelle/domain/text';
import { z } from 'zod';
import { inputFault, type Refusal } from '../problems/index.js';
import type { Bind, Condition, Relations } from '../rights/index.js';
import { columnName, type By, type Database } from '../database/index.js';

// A list is one statement. Only the filters and sorts declared by the feature exist: their names may come from the
// caller, their SQL never does. Pages follow (sort value, id), so they stay stable while others write.

export interface Filter {
  readonly schema: z.ZodType;
  readonly sql: (value: unknown, bind: Bind) => string;
}

const filter = <Value>(schema: z.ZodType<Value>, sql: (value: Value, bind: Bind) => string): Filter => ({
  schema: schema.optional(),
  sql: (value, bind) => sql(schema.parse(value), bind),
});

/** `?status=draft&status=signed`: the column equals any of them. One alone is an equality, which an index can keep in order. */
export const anyOf = (column: string, item: z.ZodType): Filter =>
  filter(z.array(item).max(20), (values, bind) =>
    values.length === 1 ? `record.${column} = ${bind(values[0])}` : `record.${column} = ANY(${bind(values)})`,
  );

/** The column is an array that holds any of them. */
export const holdsAnyOf = (column: string, item: z.ZodType): Filter =>
  filter(z.array(item).max(20), (values, bind) => `record.${column} && ${bind(values)}::text[]`);

export const onOrAfter = (column: string): Filter =>
  filter(IsoDate, (day, bind) => `record.${column} >= ${bind(day)}::date`);

export const onOrBefore = (column: string): Filter =>
  filter(IsoDate, (day, bind) => `record.${column} <= ${bind(day)}::date`);

interface Sort {
  readonly sql: string;
  readonly type: 'text' | 'date' | 'uuid';
  /** What a cursor may hold: it has been in the caller's hands. */
  readonly key: z.ZodType<string>;
}

const longestKey = 500;

const text = { type: 'text', key: z.string().max(longestKey).refine(isStorable) } as const;

/** For texts of at most 500 characters that every record has: the column itself, so that its plain index serves. */
export const byText = (column: string): Sort => ({ sql: `record.${column}`, ...text });

/** A record without the text comes before all others. */
export const byOptionalText = (column: string): Sort => ({ sql: `coalesce(record.${column}, '')`, ...text });

/** A record without the day comes after all others. */
export const byDate = (column: string): Sort => ({
  sql: `coalesce(record.${column}, 'infinity'::date)`,
  type: 'date',
  key: z.union([IsoDate, z.literal('infinity')]),
});

/** By age: the ids of records say when they were made (UUIDv7). */
export const byId: Sort = { sql: 'record.id', type: 'uuid', key: z.uuid() };

interface Declaration<Item extends z.ZodObject> {
  readonly table: string;
  /** The summary: its keys are the columns that are read. `href` is added on the way out. */
  readonly item: Item;
  /** How a record relates to a caller: a list holds those that its caller may see. */
  readonly relations: Relations;
  readonly filters: Readonly<Record<string, Filter>>;
  readonly sorts: Readonly<Record<string, Sort>>;
  /** A key of `sorts`; a leading `-` turns it round. */
  readonly defaultSort: string;
}

export interface Page {
  readonly items: readonly unknown[];
  /** Opaque: hand it back as `after`. */
  readonly next?: string;
  readonly total?: number;
}

// A key in the longest letters, three bytes each, written in base64 with its sort and its id.
const longestCursor = 2_500;

const Paging = z.object({
  pageSize: z.coerce.number().int().min(1).max(200).default(20),
  after: z.string().max(longestCursor).optional(),
  total: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
});

const Cursor = z.tuple([z.string(), z.string(), z.uuid()]);

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    self: z.url(),
    items: z.array(item).max(200),
    next: z.url().optional(),
    total: z.int().min(0).optional(),
  });

export function collection<Item extends z.ZodObject>(declared: Declaration<Item>) {
  const sorts = Object.keys(declared.sorts).flatMap((name) => [name, `-${name}`]);
  const filters = Object.fromEntries(Object.entries(declared.filters).map(([name, { schema }]) => [name, schema]));
  const query = z.strictObject({ ...Paging.shape, sort: z.enum(sorts).default(declared.defaultSort), ...filters });
  type Query = z.infer<typeof query>;

  /** One page of what the caller may see; `total` only on demand, because it costs a scan. */
  async function read(db: Database, call: By & { readonly query: Query }): Promise<Page> {
    const asked = call.query;
    const visible = call.actor.reach(declared.relations).may;
    const values: unknown[] = [];
    const bind: Bind = (value) => `$${values.push(value)}`;
    const conditions = conditionsOf(declared, asked, visible, bind);
    const total = asked.total ? await count(db, call, declared.table, conditions, [...values]) : undefined;
    const { sql, sort } = pageStatement(declared, asked, conditions, bind);
    const rows = await db.list<{ item: { id: string }; key: string }>(call, sql, values);
    const items = rows.slice(0, asked.pageSize).map((row) => row.item);
    const last = rows.length > asked.pageSize ? rows[asked.pageSize - 1] : undefined;
    return {
      items,
      ...(last === undefined ? {} : { next: cursorOf(sort, last.key, last.item.id) }),
      ...(total === undefined ? {} : { total }),
    };
  }

  return { query, page: pageOf(declared.item), read };
}

function conditionsOf(
  declared: Declaration<z.ZodObject>,
  asked: Record<string, unknown>,
  visible: Condition | undefined,
  bind: Bind,
): string[] {
  const filters = Object.entries(declared.filters).filter(([name]) => asked[name] !== undefined);
  const conditions = filters.map(([name, { sql }]) => sql(asked[name], bind));
  return visible === undefined ? conditions : [...conditions, visible(bind)];
}

/** Each in brackets: an OR inside one of them must not open the others. */
const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')}`;

async function count(
  db: Database,
  call: By,
  table: string,
  conditions: readonly string[],
  values: readonly unknown[],
): Promise<number> {
  const [row] = await db.list<{ total: number }>(
    call,
    `SELECT count(*)::int AS total FROM ${table} record${where(conditions)}`,
    values,
  );
  return row?.total ?? 0;
}

function pageStatement(
  declared: Declaration<z.ZodObject>,
  asked: { sort: string; after?: string | undefined; pageSize: number },
  conditions: readonly string[],
  bind: Bind,
) {
  const descending = asked.sort.startsWith('-');
  const sort = declared.sorts[asked.sort.replace(/^-/, '')];
  if (sort === undefined) throw new Error(`${declared.table} has no sort ${asked.sort}`);
  const direction = descending ? 'DESC' : 'ASC';
  const position =
    asked.after === undefined ? [] : [afterCursor(asked.after, asked.sort, sort, descending ? '<' : '>', bind)];
  const columns = Object.keys(declared.item.shape).filter((key) => key !== 'href');
  const pairs = columns.map((key) => `'${key}', record.${columnName(key)}`).join(', ');
  const sql =
    `SELECT json_build_object(${pairs}) AS item, (${sort.sql})::text AS key FROM ${declared.table} record${where([...conditions, ...position])}` +
    ` ORDER BY ${sort.sql} ${direction}, record.id ${direction} LIMIT ${bind(asked.pageSize + 1)}`;
  return { sql, sort: asked.sort };
}

function afterCursor(after: string, askedSort: string, sort: Sort, operator: '<' | '>', bind: Bind): string {
  const [cursorSort, key, id] = readCursor(after);
  if (cursorSort !== askedSort) throw cursorRefused('belongs to another sort order');
  if (!sort.key.safeParse(key).success) throw notACursor();
  return `(${sort.sql}, record.id) ${operator} (${bind(key)}::${sort.type}, ${bind(id)}::uuid)`;
}

const cursorOf = (sort: string, key: string, id: string): string =>
  Buffer.from(JSON.stringify([sort, key, id])).toString('base64url');

function readCursor(after: string): z.infer<typeof Cursor> {
  try {
    return Cursor.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
  } catch {
    throw notACursor();
  }
}

const cursorRefused = (detail: string): Refusal => inputFault('query', 'after', 'schemaViolation', detail);
const notACursor = (): Refusal => cursorRefused('is not a cursor that this service gave');
