import { Instant } from '@passerelle/domain/instant';
import { IsoDate } from '@passerelle/domain/period';
import { comparisonKey, Text } from '@passerelle/domain/text';
import { z } from 'zod';
import { columnName } from '../database/index.js';
import type { Bind } from '../../access/rights/index.js';
import { YesOrNo } from './page.js';

// Filters and sorts of lists. Names may come from the caller, SQL never does.

export interface Filter {
  readonly schema: z.ZodType;
  readonly sql: (value: unknown, bind: Bind) => string;
}

/** `words` are for integrators: which records it keeps. */
const filter = <Value>(words: string, schema: z.ZodType<Value>, sql: (value: Value, bind: Bind) => string): Filter => ({
  schema: schema.optional().describe(words),
  sql: (value, bind) => sql(schema.parse(value), bind),
});

/** `?status=draft&status=signed`: the column equals any of them. A single value becomes `=`, with which an index keeps its order. */
export const anyOf = (column: string, item: z.ZodType): Filter =>
  filter(`Whose ${fieldOf(column)} is one of these.`, z.array(item).max(20), (values, bind) =>
    values.length === 1 ? `record.${column} = ${bind(values[0])}` : `record.${column} = ANY(${bind(values)})`,
  );

/** The column equals any of these names, regardless of case, dashes and spaces: METRO and Metro are the same. */
export const anyNameOf = (column: string, name: z.ZodType<string>): Filter =>
  filter(
    `Whose ${fieldOf(column)} is one of these, regardless of case, dashes and spaces.`,
    z.array(name).max(20),
    (names, bind) => `${keyOf(column)} = ANY(${bind(names.map(comparisonKey))}::text[])`,
  );

/** The name begins with the text, regardless of case; `column` may be a path: `organisation->>'name'`. */
export const nameBeginsWith = (column: string): Filter =>
  filter(
    `Whose ${fieldOf(column)} begins with this, regardless of case.`,
    Text(1, 100),
    (beginning, bind) => `${keyOf(column)} ^@ ${bind(comparisonKey(beginning))}::text`,
  );

const keyOf = (column: string): string => `comparison_key(record.${column})`;

/** The field of a column or of a path, as the API names it: `signed_on` is `signedOn`, `holder->>'name'` is `holder.name`. */
const fieldOf = (column: string): string =>
  `\`${column.replace(/->>'(\w+)'/, '.$1').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())}\``;

/** The column is an array that contains any of them. */
export const holdsAnyOf = (column: string, item: z.ZodType): Filter =>
  filter(
    `With one of these among its ${fieldOf(column)}.`,
    z.array(item).max(20),
    (values, bind) => `record.${column} && ${bind(values)}::text[]`,
  );

export const onOrAfter = (column: string): Filter =>
  filter(
    `Whose ${fieldOf(column)} is this day or later.`,
    IsoDate,
    (day, bind) => `record.${column} >= ${bind(day)}::date`,
  );

export const onOrBefore = (column: string): Filter =>
  filter(
    `Whose ${fieldOf(column)} is this day or earlier.`,
    IsoDate,
    (day, bind) => `record.${column} <= ${bind(day)}::date`,
  );

/** The clock of a client may be ahead of ours. */
const leewayMs = 60_000;

/** Records that changed at this instant or later. */
export const changedSince: Filter = {
  schema: Instant.refine((since) => Date.parse(since) <= Date.now() + leewayMs, 'must not be in the future')
    .optional()
    .describe('What changed since then. Begin two minutes before the latest `changedAt` that you know.'),
  sql: (since, bind) => `record.changed_at >= ${bind(since)}::timestamptz`,
};

/** Whether the record has a value in the column. */
export const isSet = (column: string, words: string): Filter => ({
  schema: YesOrNo.optional().describe(words),
  sql: (value) => `record.${column} IS ${value === true ? 'NOT ' : ''}NULL`,
});

/** A boolean property of the record. */
export const is = (column: string): Filter => ({
  schema: YesOrNo.optional().describe(`Whose ${fieldOf(column)} is this.`),
  sql: (value, bind) => `record.${column} = ${bind(value)}::boolean`,
});

/**
 * The filters of a record by these fields of its state, by its reference, and by what the strategy is cut by, where the record has
 * it. A day becomes two, `…From` and `…To`; a list is named in the singular: `parties` gives `party`.
 */
export const filtersOf = <State extends z.ZodObject>(
  { shape }: State,
  fields: readonly (keyof State['shape'] & string)[],
): Readonly<Record<string, Filter>> =>
  Object.fromEntries(
    ['ref', ...strategic.filter((name) => name in shape), ...fields].flatMap((name) =>
      filterOf(name, columnName(name), bare(shape[name])),
    ),
  );

const strategic = ['objective', 'level', 'departments', 'themes'];

function filterOf(name: string, column: string, field: z.ZodType): [string, Filter][] {
  if (field instanceof z.ZodISODate)
    return [
      [`${name}From`, onOrAfter(column)],
      [`${name}To`, onOrBefore(column)],
    ];
  if (field instanceof z.ZodBoolean) return [[name, is(column)]];
  if (field instanceof z.ZodArray) return [[singular(name), holdsAnyOf(column, bare(field.element))]];
  return [[name, anyOf(column, field)]];
}

const singular = (name: string): string => name.replace(/ies$/, 'y').replace(/s$/, '');

function bare(field: unknown): z.ZodType {
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault) return bare(field.unwrap());
  if (field instanceof z.ZodType) return field;
  throw new Error('only fields of the state can be filtered by');
}

export interface Sort {
  readonly sql: string;
  readonly type: 'text' | 'date' | 'uuid' | 'timestamptz';
}

/** For texts of at most 500 characters that every record has: the column itself, so that its plain index serves. */
export const byText = (column: string): Sort => ({ sql: `record.${column}`, type: 'text' });

/** A record without the text comes before all others. */
export const byOptionalText = (column: string): Sort => ({ sql: `coalesce(record.${column}, '')`, type: 'text' });

/** A record without the day comes after all others. */
export const byDate = (column: string): Sort => ({
  sql: `coalesce(record.${column}, 'infinity'::date)`,
  type: 'date',
});

/** For days that every record has: the column itself, so that its plain index serves. */
export const byDay = (column: string): Sort => ({ sql: `record.${column}`, type: 'date' });

export const byChange: Sort = { sql: 'record.changed_at', type: 'timestamptz' };

/** By age: record ids contain their time of creation (UUIDv7). */
export const byId: Sort = { sql: 'record.id', type: 'uuid' };
