import type { ServiceDescription } from '@passerelle/platform/runtime/announcements';
import { z } from 'zod';

// Facts declare which of their dates belong on the calendar: `x-calendar` is the kind of a date, `x-calendar-until` the
// neighbouring field with the last day, and `x-calendar-done` the rules that settle it; `x-belongs-to` is the resource
// of the record that this one is part of. All are read from the announcements of services.

/**
 * A rule that settles a date: `{ day }` once the record has that day; `{ status, day }` once it is in one of those
 * states, on that day if known. With `of`, the rule applies to the records of that resource whose field contains the id
 * of this one: all of them, and at least one.
 */
const Settled = z.object({
  of: z.object({ resource: z.string().max(60), field: z.string().max(60) }).optional(),
  status: z.array(z.string().max(40)).min(1).max(20).optional(),
  day: z.string().max(60).optional(),
});
export type Settled = z.infer<typeof Settled>;

export interface Marking {
  readonly resource: string;
  /** The path from the record to the date: `['period', 'to']`. */
  readonly path: readonly string[];
  readonly kind: string;
  /** The path to the last day, if it may last several; null if it never does. */
  readonly until: readonly string[] | null;
  /** Any of these rules settles it; null if the date waits for no act. */
  readonly done: readonly Settled[] | null;
}

export interface Belonging {
  readonly resource: string;
  /** The field with the id of the record that it belongs to. */
  readonly field: string;
  /** The resource of that record. */
  readonly owner: string;
}

export interface Markings {
  readonly dates: readonly Marking[];
  readonly belongings: readonly Belonging[];
}

const Shapes = z.record(z.string(), z.unknown());
const Shape = z.looseObject({
  $ref: z.string().optional(),
  $defs: Shapes.default({}),
  properties: Shapes.default({}),
  anyOf: z.array(z.unknown()).default([]),
  oneOf: z.array(z.unknown()).default([]),
  allOf: z.array(z.unknown()).default([]),
  'x-calendar': z.string().max(40).optional(),
  'x-calendar-until': z.string().max(60).optional(),
  // Rules in a form that this version does not know: the date is shown, and never as done.
  'x-calendar-done': z.array(Settled).max(10).optional().catch(undefined),
  'x-belongs-to': z.string().max(60).optional(),
});
type Shape = z.infer<typeof Shape>;

/** Schemas may be recursive; no record nests its dates deeper than this, counting each variant as a level. */
const deepest = 8;

/** All markings of a service, in a canonical order; lists within records contain no calendar dates. */
export function markingsOf({ facts }: Pick<ServiceDescription, 'facts'>): Markings {
  const found = facts.flatMap(({ resource, data }) =>
    marked(data, Shape.parse(data).$defs).map((mark) => ({ resource, ...mark })),
  );
  const dates = found.flatMap(({ resource, path, kind, until, done }) =>
    kind === undefined ? [] : [{ resource, path, kind, until, done }],
  );
  const belongings = found.flatMap(({ resource, path: [field, ...below], owner }) =>
    owner === undefined || field === undefined || below.length > 0 ? [] : [{ resource, field, owner }],
  );
  return {
    dates: oncePer(dates, ({ resource, path }) => JSON.stringify([resource, path])),
    belongings: oncePer(belongings, ({ resource }) => resource),
  };
}

interface Mark {
  readonly path: readonly string[];
  readonly kind?: string | undefined;
  readonly owner?: string | undefined;
  readonly until: readonly string[] | null;
  readonly done: readonly Settled[] | null;
}

function marked(schema: unknown, defs: Shape['$defs'], path: readonly string[] = [], depth = 0): Mark[] {
  const shape = Shape.safeParse(schema).data;
  if (shape === undefined || depth > deepest) return [];
  const { 'x-calendar': kind, 'x-belongs-to': owner, $ref: reference } = shape;
  if (kind !== undefined || owner !== undefined) {
    const { 'x-calendar-until': last, 'x-calendar-done': done = null } = shape;
    const until = last === undefined ? null : [...path.slice(0, -1), last];
    return [{ path, kind, owner, until, done }];
  }
  const same = [
    ...shape.anyOf,
    ...shape.oneOf,
    ...shape.allOf,
    ...(reference === undefined ? [] : [named(reference, defs)]),
  ];
  return [
    ...same.flatMap((variant) => marked(variant, defs, path, depth + 1)),
    ...Object.entries(shape.properties).flatMap(([name, field]) => marked(field, defs, [...path, name], depth + 1)),
  ];
}

const named = (reference: string, defs: Shape['$defs']): unknown => defs[reference.replace('#/$defs/', '')];

function oncePer<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const known = new Map(items.toReversed().map((item) => [keyOf(item), item]));
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
