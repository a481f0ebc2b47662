import { isLocalizedText } from '@passerelle/domain/localized-text';
import { z } from 'zod';
import { columnName } from '../database/index.js';
import { fieldsOf, holdsTexts, unwrapped } from './schemas.js';

// A record's JSON representation as one SQL expression, generated from its schema: fields that the schema does not name cannot
// leak, and PostgreSQL writes the same bytes as `JSON.stringify` of the filtered record (a test compares them).

export interface JsonSql {
  /** Compact JSON, as text. */
  readonly json: string;
  /** The chosen language of each localized text in the record; those of a list of texts are one text, with commas. */
  readonly languages: readonly string[];
}

interface Given {
  /** The parameter with the address of the collection and a final slash. */
  readonly base: string;
  /** The rest of the record's address: its id, unless the record belongs to another collection. */
  readonly address?: string;
  /** The four parameters with the languages in order of preference; without them all languages are written. */
  readonly order?: readonly string[];
}

const made = new WeakMap<z.ZodObject, Map<string, JsonSql>>();

/** The row is called `record`; fields are columns. Built once for each numbering of the parameters. */
export function jsonSql(schema: z.ZodObject, given: Given): JsonSql {
  const key = [given.base, given.address, ...(given.order ?? [])].join();
  const known = made.get(schema) ?? new Map<string, JsonSql>();
  const sql = known.get(key) ?? make(schema, given);
  made.set(schema, known.set(key, sql));
  return sql;
}

/**
 * Concatenated as text: building a JSON value, stripping nulls and writing it costs PostgreSQL twice as much. `concat` skips
 * NULL, so absent fields are omitted.
 */
function make(schema: z.ZodObject, { base, address = 'record.id', order }: Given): JsonSql {
  const languages: string[] = [];
  const pieces = Object.entries(schema.shape).map(([name, field]) => {
    const column = `record.${columnName(name)}`;
    const type = unwrapped(field);
    if (order !== undefined && holdsTexts(type)) languages.push(...languagesSql(type, column, order));
    const text = name === 'href' ? `to_json(${base}::text || ${address})::text` : textSql(type, column, order);
    return `'"${name}":' || ${text} || ','`;
  });
  return { json: `'{' || rtrim(concat(${pieces.join(', ')}), ',') || '}'`, languages };
}

/** The JSON of a column, as text; in plain quotes only where no value of the schema needs escaping. */
function textSql(schema: z.ZodType, column: string, order: Given['order']): string {
  if (schema instanceof z.ZodUUID || isCode(schema)) return `'"' || ${column}::text || '"'`;
  if (schema instanceof z.ZodBoolean || (schema instanceof z.ZodNumber && schema.format === 'safeint'))
    return `${column}::text`;
  if (schema instanceof z.ZodISODateTime)
    return `'"' || to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || '"'`;
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return `to_json(${column})::text`;
  if (order !== undefined && isLocalizedText(schema))
    return chosen(column, order, (language) => `'{"' || ${language} || '":' || (${column}->${language})::text || '}'`);
  return `json_strip_nulls(to_json(${valueSql(schema, column, order)}))::text`;
}

const isCode = (schema: z.ZodType): boolean =>
  schema instanceof z.ZodEnum && schema.options.every((option) => /^[\w -]+$/.test(String(option)));

// An open schema (any value) is written whole.
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
  const each = `each_${depth}`;
  const item = valueSql(element, `${each}.value`, order, depth + 1);
  // A missing list is omitted, not written as an empty one.
  return `CASE jsonb_typeof(${value}) WHEN 'array' THEN (SELECT coalesce(json_agg(${item} ORDER BY ${each}.place), '[]')
    FROM jsonb_array_elements(${value}) WITH ORDINALITY AS ${each} (value, place)) END`;
}

/** The chosen language of each localized text inside a value. */
function languagesSql(schema: z.ZodType, value: string, order: readonly string[], depth = 0): string[] {
  if (!holdsTexts(schema)) return [];
  if (isLocalizedText(schema)) return [chosen(value, order, (language) => language)];
  if (schema instanceof z.ZodArray) {
    const each = `each_${depth}`;
    const used = languagesSql(unwrapped(schema.element), `${each}.value`, order, depth + 1);
    return [
      `CASE jsonb_typeof(${value}) WHEN 'array' THEN (SELECT string_agg(DISTINCT concat_ws(',', ${used.join(', ')}), ',')
        FROM jsonb_array_elements(${value}) AS ${each} (value)) END`,
    ];
  }
  const fields = Object.entries(fieldsOf(schema) ?? {});
  return fields.flatMap(([name, field]) => languagesSql(field, `(${value}->'${name}')`, order, depth));
}

/** The first language in the order of preference that the text contains. */
const chosen = (text: string, order: readonly string[], then: (language: string) => string): string =>
  `CASE ${order.map((language) => `WHEN ${text} ? ${language} THEN ${then(language)}`).join(' ')} END`;
