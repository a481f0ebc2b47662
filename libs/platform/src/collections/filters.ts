import { IsoDate } from '@passerelle/domain/period';
import { z } from 'zod';
import type { Bind } from '../rights/index.js';

// What a list may be narrowed and sorted by. Names may come from the caller, SQL never does.

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

/** A mark that a record has, or has not. */
export const is = (column: string): Filter => ({
  schema: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
  sql: (value, bind) => `record.${column} = ${bind(value)}::boolean`,
});

export interface Sort {
  readonly sql: string;
  readonly type: 'text' | 'date' | 'uuid';
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

/** By age: the ids of records say when they were made (UUIDv7). */
export const byId: Sort = { sql: 'record.id', type: 'uuid' };
