// Finds a field in the announced schemas of facts: in a named schema, in one of several variants, or in the items of a list.
import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';

const Shapes = z.record(z.string(), z.unknown());
const Shape = z.looseObject({
  $ref: z.string().optional(),
  $defs: Shapes.default({}),
  type: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  pattern: z.string().optional(),
  properties: Shapes.default({}),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).default([]),
  oneOf: z.array(z.unknown()).default([]),
  allOf: z.array(z.unknown()).default([]),
});
export type Shape = z.infer<typeof Shape>;

/** The shapes of a field under a path that begins with its resource; none when no fact carries it. */
export function fieldsAt({ facts }: ServiceDescription, [resource, ...path]: readonly string[]): Shape[] {
  return facts
    .filter((kind) => kind.resource === resource)
    .flatMap(({ data }) => {
      const { $defs } = Shape.parse(data);
      return path.reduce(
        (shapes, field) => shapes.flatMap(({ properties }) => shapesOf(properties[field], $defs)),
        shapesOf(data, $defs),
      );
    });
}

/** A schema, its variants and its items. */
function shapesOf(schema: unknown, defs: Shape['$defs']): Shape[] {
  const shape = Shape.safeParse(schema).data;
  if (shape === undefined) return [];
  const { $ref: reference, anyOf, oneOf, allOf, items } = shape;
  const named = reference === undefined ? [] : [defs[reference.replace('#/$defs/', '')]];
  const inner = [...named, ...anyOf, ...oneOf, ...allOf, items].flatMap((one) => shapesOf(one, defs));
  return inner.length > 0 ? inner : [shape];
}

/** The values of a field that its facts announce; undefined if one of them leaves the values open. */
export function allowedBy(fields: readonly Shape[]): unknown[] | undefined {
  const allowed = fields.map(({ type, enum: values, const: only }) => {
    if (values !== undefined) return values;
    if (only !== undefined) return [only];
    return type === 'boolean' ? [true, false] : undefined;
  });
  return allowed.some((values) => values === undefined)
    ? undefined
    : [...new Set(allowed.flatMap((values) => values ?? []))];
}

/** Whether a value has the form that its facts announce, of a field whose values are open; undefined if they announce none. */
export function fits(fields: readonly Shape[], value: unknown): boolean | undefined {
  const patterns = fields.flatMap(({ pattern }) => (pattern === undefined ? [] : [new RegExp(pattern, 'u')]));
  if (patterns.length < fields.length) return undefined;
  return typeof value === 'string' && patterns.every((pattern) => pattern.test(value));
}
