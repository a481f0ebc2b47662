import type { UnfitText } from '@passerelle/domain/text';
import { z } from 'zod';

/** Null is dropped (absent on the wire), instants become ISO 8601, class instances plain objects. */
export function toJson(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== 'object' || value === null) return value;
  const present = Object.entries(value).filter(([, field]) => field !== null && field !== undefined);
  return Object.fromEntries(present.map(([name, field]) => [name, toJson(field)]));
}

/**
 * The JSON value in the shape of its schema. A text that was stored before its schema got a stricter rule is made to fit that
 * rule: otherwise its record could not be read, nor corrected.
 */
export function inShape<Shape extends z.ZodType>(shape: Shape, leaving: unknown): z.output<Shape> {
  const read = shape.safeParse(leaving);
  if (read.success) return read.data;
  return shape.parse(read.error.issues.reduce((whole, found) => fitted(whole, found), leaving));
}

function fitted(whole: unknown, found: z.core.$ZodIssue): unknown {
  const fit = found.code === 'custom' ? found.params?.['fitted'] : undefined;
  return isFitting(fit) ? changedAt(whole, found.path, fit) : whole;
}

const isFitting = (fit: unknown): fit is UnfitText['fitted'] => typeof fit === 'function';

function changedAt(whole: unknown, [name, ...rest]: readonly PropertyKey[], fit: UnfitText['fitted']): unknown {
  if (name === undefined) return typeof whole === 'string' ? fit(whole) : whole;
  if (Array.isArray(whole)) return whole.map((each, index) => (index === name ? changedAt(each, rest, fit) : each));
  if (typeof whole !== 'object' || whole === null) return whole;
  return { ...whole, [name]: changedAt(Reflect.get(whole, name), rest, fit) };
}
