import { isLocalizedText } from '@passerelle/domain/localized-text';
import { z } from 'zod';

// Looks at a schema without its wrappers: optional, default, read-only.

export function unwrapped(schema: unknown): z.ZodType {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly
  )
    return unwrapped(schema.unwrap());
  if (schema instanceof z.ZodType) return schema;
  throw new Error('is not a schema of zod');
}

/** The fields of an object; of a union of objects, the fields of all of them. */
export function fieldsOf(schema: z.ZodType): Readonly<Record<string, z.ZodType>> | undefined {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(Object.entries(schema.shape).map(([name, field]) => [name, unwrapped(field)]));
  if (!(schema instanceof z.ZodUnion)) return undefined;
  const options = schema.options.map((option) => fieldsOf(unwrapped(option)));
  const objects = options.filter((fields) => fields !== undefined);
  return objects.length === options.length ? Object.assign({}, ...objects) : undefined;
}

const holders = new WeakMap<z.ZodType, boolean>();

/** Whether the schema contains a localized text at any depth. */
export function holdsTexts(schema: z.ZodType): boolean {
  const known = holders.get(schema);
  if (known !== undefined) return known;
  const inside = schema instanceof z.ZodArray ? [unwrapped(schema.element)] : Object.values(fieldsOf(schema) ?? {});
  const holds = isLocalizedText(schema) || inside.some(holdsTexts);
  holders.set(schema, holds);
  return holds;
}
