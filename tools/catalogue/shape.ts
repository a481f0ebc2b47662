// A JSON Schema as text with one line for each field, for people and for diffs. An unknown keyword is an error, so that no change
// of the contract can be missing.
import { z } from 'zod';

const Schemas = z.record(z.string(), z.unknown());

const Schema = z.strictObject({
  $schema: z.string().optional(),
  $ref: z.string().optional(),
  $defs: Schemas.optional(),
  allOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  discriminator: z.unknown().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  nullable: z.boolean().optional(),
  required: z.array(z.string()).optional(),
  properties: Schemas.optional(),
  propertyNames: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  minProperties: z.number().optional(),
  maxProperties: z.number().optional(),
  'x-calendar': z.unknown().optional(),
  'x-calendar-done': z.unknown().optional(),
  'x-calendar-until': z.unknown().optional(),
  'x-belongs-to': z.unknown().optional(),
});
type Schema = z.infer<typeof Schema>;

/** The lines of a schema; for an object one for each field, nested objects indented. */
export function linesOf(value: unknown, depth = 0): string[] {
  const { properties, required = [], ...rest } = Schema.parse(value);
  if (properties === undefined) return [`${indent(depth)}${described(Schema.parse(value))}`];
  return [
    ...(depth === 0 ? [objectOf(rest)] : []),
    ...Object.entries(properties).flatMap(([name, field]) => fieldOf(name, field, required.includes(name), depth + 1)),
  ];
}

function fieldOf(name: string, value: unknown, isRequired: boolean, depth: number): string[] {
  const schema = Schema.parse(value);
  const own = schema.properties === undefined ? schema.items : schema;
  const nested = Schema.safeParse(own).data?.properties === undefined || alike(own) ? [] : linesOf(own, depth);
  return [`${indent(depth)}${name}${isRequired ? '' : '?'}: ${described(schema)}`, ...nested];
}

/** Fields of the same type, such as the languages of a text, share one line. */
function alike(value: unknown): boolean {
  const fields = Object.values(Schema.parse(value).properties ?? {});
  return fields.length > 1 && new Set(fields.map((field) => described(Schema.parse(field)))).size === 1;
}

const indent = (depth: number): string => '  '.repeat(depth);

function described(schema: Schema): string {
  const marks = ['x-calendar', 'x-calendar-until', 'x-calendar-done', 'x-belongs-to'] as const;
  const said = marks
    .filter((mark) => schema[mark] !== undefined)
    .map((mark) => `${mark} ${JSON.stringify(schema[mark])}`);
  const usual = schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`];
  const notes = [...usual, ...said].map((note) => ` · ${note}`).join('');
  const meaning = schema.description === undefined ? '' : ` — ${schema.description.replaceAll('\n', ' ')}`;
  return `${typeOf(schema)}${notes}${meaning}`;
}

/** The type alone, on one line. */
export function typeOf(value: unknown): string {
  const schema = Schema.parse(value);
  const type = bare(schema);
  return schema.nullable === true ? `${type} | null` : type;
}

function bare(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((each) => JSON.stringify(each)).join(' | ');
  for (const [parts, glue] of [
    [schema.allOf, ' & '],
    [schema.anyOf, ' | '],
    [schema.oneOf, ' | '],
  ] as const)
    if (parts !== undefined) return parts.map((part) => inBraces(part)).join(glue);
  if (schema.properties !== undefined) return objectOf(schema);
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}${range(schema.minItems, schema.maxItems)}`;
  if (schema.additionalProperties !== undefined && schema.additionalProperties !== false && schema.type === 'object')
    return `object of ${typeOf(schema.additionalProperties)} by ${typeOf(schema.propertyNames ?? { type: 'string' })}`;
  return plain(schema);
}

/** An object and its fields on one line. */
export function inBraces(part: unknown): string {
  const { properties, required = [] } = Schema.parse(part);
  if (properties === undefined) return typeOf(part);
  const fields = Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${typeOf(field)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

function objectOf(schema: Schema): string {
  const open = schema.additionalProperties === false ? '' : ', open';
  const head = `object${range(schema.minProperties, schema.maxProperties)}${open}`;
  if (!alike(schema)) return head;
  const { properties = {}, required = [] } = schema;
  const names = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
  return `${head} with ${names.join(', ')}: ${typeOf(Object.values(properties)[0])}`;
}

function plain({ type = 'anything', format, pattern, minLength, maxLength, minimum, maximum }: Schema): string {
  const names = [type].flat().join(' | ');
  // A format makes its long pattern redundant.
  const form = format === undefined ? (pattern === undefined ? '' : ` \`${pattern}\``) : ` ${format}`;
  const length = format === undefined ? range(minLength, maxLength) : range(undefined, maxLength);
  return `${names}${form}${length}${range(minimum, beyondIntegers(maximum))}`;
}

const beyondIntegers = (most: number | undefined): number | undefined =>
  most === Number.MAX_SAFE_INTEGER ? undefined : most;

function range(least: number | undefined, most: number | undefined): string {
  return least === undefined && most === undefined ? '' : ` ${least ?? ''}..${most ?? ''}`;
}

const nameOf = (reference: string): string => reference.split('/').at(-1) ?? reference;
