import { z } from 'zod';
import { toJson } from '../../kernel/rpc/index.js';
import { badRequest, Refusal } from '../../kernel/problems/index.js';
import { issuesOf, unrepeated } from './input.js';

// JSON Merge Patch (RFC 7396). A patch is checked twice: its shape when the request is read, and the changed fields with all their
// rules when they are merged, since only then is each of them whole.

/** A patch of a value: each field may be absent, and an optional one null, which removes it. */
export type Patch<Whole> = {
  [Name in keyof Whole]?: Part<NonNullable<Whole[Name]>> | (undefined extends Whole[Name] ? null : never);
};
type Part<Value> = Value extends readonly unknown[] ? Value : Value extends object ? Patch<Value> : Value;

/**
 * The body of a change, made of the schema of all that may be changed: every field may be absent, at every depth; an optional
 * one is removed by null. Lists, and values that are one of several shapes, are replaced whole. Defaults apply to creation only.
 */
export function mergePatch<Shape extends z.ZodRawShape>(whole: z.ZodObject<Shape>) {
  return patchOf(whole).refine((patch) => Object.keys(patch).length > 0, { message: 'changes nothing' });
}

function patchOf(whole: z.ZodObject) {
  return z.strictObject(
    Object.fromEntries(Object.entries(whole.shape).map(([name, field]) => [name, fieldPatch(field)])),
  );
}

function fieldPatch(field: z.core.$ZodType): z.ZodType {
  const given = field instanceof z.ZodDefault ? field.unwrap() : field;
  const inner = given instanceof z.ZodOptional ? given.unwrap() : given;
  if (!(inner instanceof z.ZodType)) return z.never();
  const words = field instanceof z.ZodType ? field.description : undefined;
  const patch = inner instanceof z.ZodObject ? namedPatchOf(inner) : inner;
  const absent = given instanceof z.ZodOptional ? patch.nullable().optional() : patch.optional();
  return words === undefined ? absent : absent.describe(words);
}

const namedPatches = new WeakMap<z.ZodObject, z.ZodObject>();

/** The patch of a named shape has a name of its own, so that the documents contain it once. */
function namedPatchOf(whole: z.ZodObject): z.ZodObject {
  const named = namedShapeOf(whole);
  if (named === undefined) return patchOf(whole);
  const { id, description } = z.globalRegistry.get(named) ?? {};
  const words = description === undefined ? {} : { description };
  const patch = namedPatches.get(named) ?? patchOf(named).meta({ id: `${id}Patch`, ...words });
  namedPatches.set(named, patch);
  return patch;
}

/** A shape with a description of its own in one place is a copy of the named one. */
function namedShapeOf(shape: z.core.$ZodType): z.ZodObject | undefined {
  const isNamed = z.globalRegistry.get(shape)?.id !== undefined;
  if (isNamed && shape instanceof z.ZodObject) return shape;
  const { parent } = shape._zod;
  return parent === undefined ? undefined : namedShapeOf(parent);
}

/** Changes the record's fields as the patch says; refuses a field that would not be valid as a whole. Null removes a field. */
export function mergeInto(record: object, whole: z.ZodObject, patch: object): void {
  const merged: Record<string, unknown> = {};
  const faults = Object.entries(patch).flatMap(([name, change]) => {
    const field = whole.shape[name];
    if (change === undefined || !(field instanceof z.ZodType)) return [];
    if (change === null) merged[name] = null;
    else {
      const after = mergedValue(field, toJson(Reflect.get(record, name)), change);
      const read = field.safeParse(after);
      if (!read.success) return read.error.issues.map((found) => ({ ...found, path: [name, ...found.path] }));
      merged[name] = read.data;
    }
    return [];
  });
  if (faults.length > 0)
    throw new Refusal(
      badRequest,
      {},
      unrepeated(faults).flatMap((found) => issuesOf(found, 'body', patch)),
    );
  Object.assign(record, merged);
}

function mergedValue(field: z.core.$ZodType, before: unknown, change: unknown): unknown {
  const inner = unwrapped(field);
  if (!(inner instanceof z.ZodObject) || !isObject(change)) return change;
  const after: Record<string, unknown> = isObject(before) ? { ...before } : {};
  for (const [name, value] of Object.entries(change)) {
    const part = inner.shape[name];
    if (value === null || part === undefined) delete after[name];
    else if (value !== undefined) after[name] = mergedValue(part, after[name], value);
  }
  return after;
}

function unwrapped(field: z.core.$ZodType): z.core.$ZodType {
  return field instanceof z.ZodOptional || field instanceof z.ZodDefault ? unwrapped(field.unwrap()) : field;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
