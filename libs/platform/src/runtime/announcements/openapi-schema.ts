// The last steps from a generated schema to OpenAPI 3.0.3, which is older than JSON Schema's ways of saying some things.

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same schema, with every part of it as OpenAPI 3.0.3 allows it. */
export function asOpenApi(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(asOpenApi);
  if (!isObject(part)) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, asOpenApi(value)]));
  return nullableReference(loneReference(withoutEmptyBounds(inner)));
}

/** The format of a day bounds its length, and the largest safe integer bounds nothing. */
function withoutEmptyBounds(schema: Json): Json {
  const empty = schema['format'] === 'date' ? ['minLength', 'maxLength'] : ['maximum'];
  if (schema['format'] !== 'date' && schema['maximum'] !== Number.MAX_SAFE_INTEGER) return schema;
  return Object.fromEntries(Object.entries(schema).filter(([name]) => !empty.includes(name)));
}

/** The siblings of a `$ref` are ignored: with siblings, it becomes the only part of an `allOf`. */
function loneReference(schema: Json): Json {
  const { $ref, allOf: _, ...siblings } = schema;
  if (typeof $ref !== 'string') return schema;
  return Object.keys(siblings).length === 0 ? { $ref } : { ...siblings, allOf: [{ $ref }] };
}

/** `nullable` counts only together with a type, and a reference has none: null is then one of two alternatives. */
function nullableReference(schema: Json): Json {
  const { nullable, allOf, ...siblings } = schema;
  if (nullable !== true || 'type' in siblings || !Array.isArray(allOf) || allOf.length !== 1) return schema;
  return { ...siblings, anyOf: [...allOf, { type: 'object', nullable, enum: [null] }] };
}
