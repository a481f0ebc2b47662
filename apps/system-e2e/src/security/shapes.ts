// Compares a value with its announced schema, key by key: unannounced keys, and missing ones.
import { z } from 'zod';

const Schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).default([]),
  items: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  oneOf: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
type Schema = z.infer<typeof Schema>;

const Document = z.looseObject({
  paths: z.record(
    z.string(),
    z
      .object({ parameters: z.array(z.unknown()).optional() })
      .catchall(z.looseObject({ responses: z.record(z.string(), z.unknown()).default({}) })),
  ),
});
const Answer = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).default({}),
});

/** Each part of a document is read once, however many answers are compared with it. */
function once<Read>(read: (part: unknown) => Read): (part: unknown) => Read {
  const known = new WeakMap<object, { readonly was: Read }>();
  return (part) => {
    if (typeof part !== 'object' || part === null) return read(part);
    const found = known.get(part) ?? { was: read(part) };
    known.set(part, found);
    return found.was;
  };
}

const pathsOf = once((document) => Document.parse(document).paths);
const schemaOf = once((part) => Schema.parse(part ?? {}));

/** The schema of the successful answer of an operation. */
export function answerOf(document: unknown, method: string, path: string): unknown {
  const responses = pathsOf(document)[path]?.[method.toLowerCase()]?.responses ?? {};
  const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  return Object.values(Answer.parse(follow(document, good ?? {})).content)[0]?.schema;
}

/** The names of the fields of an item, as the list announces them: a page is the common envelope and its items. */
export const itemFieldsOf = (document: unknown, path: string): string[] => Object.keys(fieldsOfItem(document, path));

/** The same of each part of a field that is a list of parts; none of any other field. */
export function partFieldsOf(document: unknown, path: string, name: string): string[] {
  const { items } = schemaOf(follow(document, fieldsOfItem(document, path)[name] ?? {}));
  return Object.keys(schemaOf(follow(document, items ?? {})).properties ?? {});
}

function fieldsOfItem(document: unknown, path: string): Readonly<Record<string, unknown>> {
  const page = schemaOf(follow(document, answerOf(document, 'GET', path)));
  const parts = [page, ...(page.allOf ?? []).map((part) => schemaOf(follow(document, part)))];
  const announced = parts.map(({ properties }) => properties?.['items']).find((found) => found !== undefined);
  const { items } = schemaOf(follow(document, announced));
  return schemaOf(follow(document, items)).properties ?? {};
}

const Reference = z.object({ $ref: z.string() });
const stepsOf = once((part) => Reference.safeParse(part).data?.$ref.replace(/^#\//, '').split('/'));

function follow(document: unknown, value: unknown): unknown {
  const steps = stepsOf(value);
  return steps === undefined ? value : follow(document, steps.reduce(partOf, document));
}

const partOf = (whole: unknown, name: string): unknown =>
  typeof whole === 'object' && whole !== null ? Reflect.get(whole, name) : undefined;

/** The enumerated values of a schema; for a list, those of its items. */
export function valuesOf(document: unknown, schema: unknown): readonly unknown[] {
  const { items, enum: values = [] } = schemaOf(follow(document, schema));
  return items === undefined ? values : valuesOf(document, items);
}

/** The keys of a value that its schema does not announce, and those that are missing; by place. */
export function strangersIn(document: unknown, schema: unknown, value: unknown, place = ''): string[] {
  const { properties, required, items, additionalProperties, ...more } = schemaOf(follow(document, schema));
  const variants = more.oneOf ?? more.anyOf;
  if (variants !== undefined) return fewest(variants.map((one) => strangersIn(document, one, value, place)));
  if (more.allOf !== undefined) return strangersIn(document, whole(document, more.allOf), value, place);
  if (Array.isArray(value)) return value.flatMap((item) => strangersIn(document, items, item, `${place}[]`));
  if (typeof value !== 'object' || value === null) return [];
  // A schema without a type allows anything.
  if (more.type === undefined && properties === undefined) return [];
  const open = additionalProperties !== undefined && additionalProperties !== false;
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${place}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, held]) => {
      const known = properties !== undefined && Object.hasOwn(properties, name);
      if (!known && !open) return [`${place}.${name} is not announced`];
      return strangersIn(document, known ? properties[name] : additionalProperties, held, `${place}.${name}`);
    }),
  ];
}

/** Objects that a value satisfies together, as one: the envelope of a page, and its items. */
function whole(document: unknown, parts: readonly unknown[]): unknown {
  const read = parts.map((part) => schemaOf(follow(document, part)));
  if (read.length === 1) return read[0];
  return {
    type: 'object',
    properties: Object.assign({}, ...read.map(({ properties }) => properties)),
    required: read.flatMap(({ required }) => required),
  };
}

const fewest = (found: readonly string[][]): string[] =>
  found.reduce((least, next) => (next.length < least.length ? next : least));
