// Whether a value has the announced shape, key by key: what is not announced and yet there, and what is missing.
import { z } from 'zod';

const Schema = z.looseObject({
  $ref: z.string().optional(),
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
    z.record(z.string(), z.looseObject({ responses: z.record(z.string(), z.unknown()).default({}) })),
  ),
});
const Answer = z.looseObject({
  content: z.record(z.string(), z.looseObject({ schema: z.unknown() })).default({}),
});

/** The schema of what an operation answers when all is well. */
export function answerOf(document: unknown, method: string, path: string): unknown {
  const responses = Document.parse(document).paths[path]?.[method.toLowerCase()]?.responses ?? {};
  const [, good] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  return Object.values(Answer.parse(follow(document, good ?? {})).content)[0]?.schema;
}

function follow(document: unknown, value: unknown): unknown {
  const reference = z.object({ $ref: z.string() }).safeParse(value).data?.$ref;
  if (reference === undefined) return value;
  const steps = reference.replace(/^#\//, '').split('/');
  return follow(
    document,
    steps.reduce<unknown>((at, step) => z.record(z.string(), z.unknown()).parse(at)[step], document),
  );
}

/** The values that a schema names, where it names them: of the list's items for a list. */
export function valuesOf(document: unknown, schema: unknown): readonly unknown[] {
  const { items, enum: values = [] } = Schema.parse(follow(document, schema) ?? {});
  return items === undefined ? values : valuesOf(document, items);
}

/** What a value holds that its schema does not announce, or lacks that it does; by its place. */
export function strangersIn(document: unknown, schema: unknown, value: unknown, place = ''): string[] {
  const { properties, required, items, additionalProperties, ...more } = Schema.parse(follow(document, schema) ?? {});
  const variants = more.oneOf ?? more.anyOf;
  if (variants !== undefined) return fewest(variants.map((one) => strangersIn(document, one, value, place)));
  if (more.allOf?.length === 1) return strangersIn(document, more.allOf[0], value, place);
  if (Array.isArray(value)) return value.flatMap((item) => strangersIn(document, items, item, `${place}[]`));
  if (typeof value !== 'object' || value === null) return [];
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

const fewest = (found: readonly string[][]): string[] =>
  found.reduce((least, next) => (next.length < least.length ? next : least));
