import { languages } from '@passerelle/domain/language';
import { lookupOrder } from '@passerelle/domain/localized-text';
import { z } from 'zod';
import { columnName, type By, type Database } from '../database/index.js';
import { fieldsKept, holdsTexts, jsonSql, languagesIn, Select } from '../json-views/index.js';
import type { Bind, Relations } from '../../access/rights/index.js';
import { openCursor, sealCursor, type ListPlace } from './cursor.js';
import { embedded, type Embed } from './embed.js';
import { byChange, changedSince, type Filter, type Sort } from './filters.js';
import { Listing, pageOf, Paging, usualSize, type ListRendering, type Page, type WrittenPage } from './page.js';
import { search, soughtIds } from './search.js';

// A list is one statement, with the filters and sorts that the feature declares. Keyset pagination over (sort value, id)
// keeps pages stable while others write. PostgreSQL writes the JSON of the page; this process only concatenates it.

interface Declaration<Item extends z.ZodObject> {
  readonly table: string;
  /** The schema of an item: its keys are the columns that are read. `href` is added to the reply. */
  readonly item: Item;
  /** How a record relates to a caller: a list contains only records that the caller may see. */
  readonly relations: Relations;
  readonly filters: Readonly<Record<string, Filter>>;
  readonly sorts: Readonly<Record<string, Sort>>;
  /** A key of `sorts`; a leading `-` reverses it. */
  readonly defaultSort: string;
  /** True where a migration has added the search column of `q`. */
  readonly searched?: boolean;
  /** The records that `embed` may name. */
  readonly embeds?: Readonly<Record<string, Embed>>;
  /** The column with `<resource>/<id>`, for items about records of another collection: `href` points to those. */
  readonly address?: string;
}

export function collection<Item extends z.ZodObject>(given: Declaration<Item>) {
  const isDated = 'changedAt' in given.item.shape;
  const declared = { ...given, sorts: { ...given.sorts, ...(isDated ? { changedAt: byChange } : {}) } };
  const filters: Record<string, Filter> = {
    ...declared.filters,
    ...(declared.searched === true ? { q: search } : {}),
    ...(isDated ? { changedSince } : {}),
  };
  const query = z.strictObject({
    ...Paging.shape,
    sort: z
      .enum(Object.keys(declared.sorts).flatMap((name) => [name, `-${name}`]))
      .default(declared.defaultSort)
      .describe('By what; `-` turns it round.'),
    select: Select(declared.item).optional(),
    ...embedParameter(declared.embeds),
    ...Object.fromEntries(Object.entries(filters).map(([name, { schema }]) => [name, schema])),
  });
  type Query = z.infer<typeof query>;

  /**
   * One page of the records that the caller may see; `total` only on demand, because it costs a scan. `pageFields` are further
   * fields of the page itself.
   */
  async function read(
    db: Database,
    call: By & { readonly query: Query; readonly only?: string },
    pageFields: object = {},
  ): Promise<Page> {
    const { query, only } = call;
    return new Listing((rendering) =>
      write({ db, by: call, only, declared, filters, asked: Asked.parse(query), given: query, pageFields }, rendering),
    );
  }

  return { query, page: pageWith(declared.item, declared.embeds), read };
}

function embedParameter(embeds: Declaration<z.ZodObject>['embeds'] = {}) {
  const names = Object.keys(embeds);
  if (names.length === 0) return {};
  return { embed: z.array(z.enum(names)).max(names.length).optional().describe('Records to embed, each once.') };
}

function pageWith<Item extends z.ZodType>(item: Item, embeds: Declaration<z.ZodObject>['embeds'] = {}) {
  const records = Object.values(embeds).map(({ record }) => record);
  const [first, ...others] = records;
  const page = pageOf(item);
  return records.length === 0
    ? page
    : page.extend({
        embedded: z
          .record(z.string(), first === undefined || others.length > 0 ? z.union(records) : first)
          .optional()
          .describe('By address'),
      });
}

const Asked = z.object({
  pageSize: z.int(),
  after: z.string().optional(),
  total: z.boolean(),
  sort: z.string(),
  select: z.array(z.string()).optional(),
  embed: z.array(z.string()).optional(),
});

interface Read {
  readonly db: Database;
  readonly declared: Declaration<z.ZodObject>;
  readonly filters: Readonly<Record<string, Filter>>;
  readonly asked: z.infer<typeof Asked>;
  /** The whole query: the values of the filters. */
  readonly given: Readonly<Record<string, unknown>>;
  /** On whose behalf it is read. */
  readonly by: By;
  /** A condition of the list itself. */
  readonly only: string | undefined;
  readonly pageFields: object;
}

interface Row {
  readonly item: string;
  readonly languages: string;
  readonly key: string;
  readonly id: string;
}

async function write(read: Read, rendering: ListRendering): Promise<WrittenPage> {
  const { db, by, asked } = read;
  const place = placeOf(read);
  const after = asked.after === undefined ? undefined : openCursor(rendering.secret, place, asked.after);
  const values: unknown[] = [];
  const bind: Bind = (value) => `$${values.push(value)}`;
  const conditions = conditionsOf(read, await sought(read), bind);
  const total = asked.total ? await count(read, conditions, [...values]) : undefined;
  const sql = pageStatement(read, conditions, after, rendering, bind);
  const rows = await db.list<Row>(by, sql, values);
  const kept = rows.slice(0, asked.pageSize);
  const items = itemsOf(read, kept);
  const last = rows.length > asked.pageSize ? kept.at(-1) : undefined;
  const parts = [
    `"self":${JSON.stringify(rendering.self)}`,
    `"items":[${items.text}]`,
    ...(last === undefined
      ? []
      : [`"next":${JSON.stringify(rendering.nextOf(sealCursor(rendering.secret, place, last)))}`]),
    ...(total === undefined ? [] : [`"total":${total}`]),
    ...Object.entries(read.pageFields).map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`),
    ...(asked.embed === undefined ? [] : [`"embedded":{${(await embeddedIn(read, kept, rendering)).join(',')}}`]),
  ];
  return { text: `{${parts.join(',')}}`, languages: items.languages };
}

/** `select` is applied here and not in SQL: every choice of fields would be another prepared statement. */
function itemsOf({ declared, asked }: Read, rows: readonly Row[]): WrittenPage {
  const { select } = asked;
  if (select === undefined) {
    const used = new Set(rows.flatMap((row) => row.languages.split(',')));
    const text = rows.map(({ item }) => item).join(',');
    return { text, languages: languages.filter((language) => used.has(language)) };
  }
  const fields = fieldsKept(declared.item, select);
  const picked = rows.map(({ item }) => only(fields, JSON.parse(item)));
  const used = new Set(picked.flatMap((item) => languagesIn(declared.item, item)));
  return {
    text: picked.map((item) => JSON.stringify(item)).join(','),
    languages: languages.filter((language) => used.has(language)),
  };
}

const only = (fields: readonly string[], item: unknown): object =>
  Object.fromEntries(Object.entries(Fields.parse(item)).filter(([name]) => fields.includes(name)));

const Fields = z.record(z.string(), z.unknown());

const isGiven = (read: Read, name: string): boolean => read.given[name] !== undefined;

function placeOf(read: Read): ListPlace {
  const names = Object.keys(read.filters).filter((name) => isGiven(read, name));
  const filters = names.sort().map((name) => [name, read.given[name]]);
  return { list: read.declared.table, filters, sort: read.asked.sort };
}

/** The ids that full-text search finds; undefined without `q`, or when it finds many. */
const sought = ({ db, by, declared, given }: Read): Promise<string[] | undefined> =>
  declared.searched === true && given['q'] !== undefined
    ? soughtIds(db, by, declared.table, given['q'])
    : Promise.resolve(undefined);

/** The conditions of the list: the caller's filters, and which records the caller may see. */
function conditionsOf(read: Read, ids: readonly string[] | undefined, bind: Bind): string[] {
  const asked = Object.entries(read.filters).filter(([name]) => isGiven(read, name));
  const conditions = asked.map(([name, { sql }]) =>
    name === 'q' && ids !== undefined ? `record.id = ANY(${bind(ids)}::uuid[])` : sql(read.given[name], bind),
  );
  const seen = read.by.actor.reach(read.declared.relations).may;
  return [...conditions, ...(seen === undefined ? [] : [seen(bind)]), ...(read.only === undefined ? [] : [read.only])];
}

/** Each in brackets: an OR inside one of them must not open the others. */
const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : ` WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')}`;

async function count(
  { db, by, declared }: Read,
  conditions: readonly string[],
  values: readonly unknown[],
): Promise<number> {
  const sql = `SELECT count(*)::int AS total FROM ${declared.table} record${where(conditions)}`;
  const [row] = await db.list<{ total: number }>(by, sql, values);
  return row?.total ?? 0;
}

function pageStatement(
  { declared, asked }: Read,
  conditions: readonly string[],
  after: { key: string; id: string } | undefined,
  rendering: ListRendering,
  bind: Bind,
): string {
  const sort = declared.sorts[asked.sort.replace(/^-/, '')];
  if (sort === undefined) throw new Error(`${declared.table} has no sort ${asked.sort}`);
  const descending = asked.sort.startsWith('-');
  const [direction, beyond] = descending ? ['DESC', '<'] : ['ASC', '>'];
  const position =
    after === undefined
      ? []
      : [`(${sort.sql}, record.id) ${beyond} (${bind(after.key)}::${sort.type}, ${bind(after.id)}::uuid)`];
  const { item, address } = declared;
  const base = address === undefined ? rendering.base : `${rendering.publicUrl}/v1/`;
  // PostgreSQL cannot infer the type of a parameter that no expression uses.
  const { json, languages: used } = jsonSql(item, {
    base: 'href' in item.shape ? bind(base) : '',
    ...(address === undefined ? {} : { address: `record.${address}` }),
    ...(holdsTexts(item)
      ? { order: lookupOrder(rendering.preferred).map((language) => `${bind(language)}::text`) }
      : {}),
  });
  const columns = [
    `${json} AS item`,
    `concat_ws(',', ${['NULL', ...used].join(', ')}) AS languages`,
    `(${sort.sql})::text AS key`,
    'record.id',
    ...referencesIn(declared, asked.embed).map(({ by }) => `record.${columnName(by)} AS "${by}"`),
  ];
  return (
    `SELECT ${columns.join(', ')} FROM ${declared.table} record${where([...conditions, ...position])}` +
    ` ORDER BY ${sort.sql} ${direction}, record.id ${direction} LIMIT ${limitOf(asked.pageSize, bind)}`
  );
}

/**
 * One more than the page, to know whether another page follows. The default size is a literal: for a parameter PostgreSQL
 * assumes a tenth of the table and prefers planning each page again to a generic plan. Other sizes are parameters, because
 * each literal is another prepared statement and connections keep a limited number.
 */
const limitOf = (pageSize: number, bind: Bind): string =>
  pageSize === usualSize ? String(usualSize + 1) : bind(pageSize + 1);

const referencesIn = ({ embeds = {} }: Declaration<z.ZodObject>, asked: readonly string[] = []): Embed[] =>
  Object.entries(embeds).flatMap(([name, each]) => (asked.includes(name) ? [each] : []));

async function embeddedIn(
  { db, by, declared, asked }: Read,
  rows: readonly Row[],
  rendering: ListRendering,
): Promise<string[]> {
  const references = referencesIn(declared, asked.embed);
  const parts = await Promise.all(
    references.map((each) => {
      const named = rows.map((row) => Fields.parse(row)[each.by]);
      const ids = [...new Set(named)].filter((id) => typeof id === 'string');
      return embedded(db, by, each, ids, rendering.publicUrl);
    }),
  );
  return parts.flat();
}
