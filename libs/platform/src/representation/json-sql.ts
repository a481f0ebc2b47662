import { isLocalizedText } from '@passerelle/domain/localized-text';
import { z } from 'zod';
import { columnName } from '../database/index.js';
import { fieldsOf, holdsTexts, unwrapped } from './schemas.js';

// The representation of a record as one expression of SQL, made from its schema: what the schema does not name cannot
// leave, and PostgreSQL writes the bytes that `JSON.stringify` would write of the filtered record (a test compares them).

export interface JsonSql {
  /** Compact JSON, as text. */
  readonly json: string;
  /** For each localized text of the record, the language that was chosen. */
  readonly languages: readonly string[];
}

interface Given {
  /** The parameter with the address of the collection and a final slash. */
  readonly base: string;
  /** What follows it in the address of the record: its id, unless it lies elsewhere. */
  readonly address?: string;
  /** The four parameters with the languages in the order of preference; without them every language leaves. */
  readonly order?: readonly string[];
}

const made = new WeakMap<z.ZodObject, Map<string, JsonSql>>();

/** The record is the row called `record`; its fields are its columns. Made once for each place of the parameters. */
export function jsonSql(schema: z.ZodObject, given: Given): JsonSql {
  const key = [given.base, given.address, ...(given.order ?? [])].join();
  const known = made.get(schema) ?? new Map<string, JsonSql>();
  const sql = known.get(key) ?? make(schema, given);
  made.set(schema, known.set(key, sql));
  return sql;
}

function make(schema: z.ZodObject, { base, address = 'record.id', order }: Given): JsonSql {
  const languages: string[] = [];
  const pairs = Object.entries(schema.shape).map(([name, field]) => {
    const column = `record.${columnName(name)}`;
    const type = unwrapped(field);
    if (order !== undefined && isLocalizedText(type)) languages.push(chosen(column, order, (language) => language));
    return `'${name}', ${name === 'href' ? `${base}::text || ${address}` : valueSql(type, column, order)}`;
  });
  return { json: `json_strip_nulls(json_build_object(${pairs.join(', ')}))::text`, languages };
}

// What a schema leaves open it names whole.
const plain = [z.ZodUnknown, z.ZodString, z.ZodStringFormat, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodLiteral];
const isPlain = (schema: z.ZodType): boolean => plain.some((kind) => schema instanceof kind);

function valueSql(schema: z.ZodType, value: string, order: Given['order'], depth = 0): string {
  if (isPlain(schema)) return value;
  if (order !== undefined && isLocalizedText(schema))
    return chosen(value, order, (language) => `json_build_object(${language}, ${value}->${language})`);
  if (schema instanceof z.ZodArray) return arraySql(unwrapped(schema.element), value, order, depth);
  const fields = fieldsOf(schema);
  if (fields === undefined) throw new Error(`${value} cannot be written by PostgreSQL: ${schema.def.type}`);
  const pairs = Object.entries(fields).map(
    ([name, field]) => `'${name}', ${valueSql(field, `(${value}->'${name}')`, order, depth)}`,
  );
  return `CASE jsonb_typeof(${value}) WHEN 'object' THEN json_build_object(${pairs.join(', ')}) END`;
}

function arraySql(element: z.ZodType, value: string, order: Given['order'], depth: number): string {
  if (isPlain(element)) return value;
  if (order !== undefined && holdsTexts(element))
    throw new Error(`${value} holds texts in a list: no summary has that`);
  const each = `each_${depth}`;
  const item = valueSql(element, `${each}.value`, order, depth + 1);
  // A list that is not there is absent, and not empty.
  return `CASE jsonb_typeof(${value}) WHEN 'array' THEN (SELECT coalesce(json_agg(${item} ORDER BY ${each}.place), '[]')
    FROM jsonb_array_elements(${value}) WITH ORDINALITY AS ${each} (value, place)) END`;
}

/** The first language of the order that the text has. */
const chosen = (text: string, order: readonly string[], then: (language: string) => string): string =>
  `CASE ${order.map((language) => `WHEN ${text} ? ${language} THEN ${then(language)}`).join(' ')} END`;
