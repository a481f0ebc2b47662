import type { ServiceDescription } from '@passerelle/platform/announcements';
import { z } from 'zod';

// Which dates belong on a calendar is said where the fact is declared: `x-calendar` names the kind of a date, and
// `x-belongs-to` the resource of the record that this one is part of. Both are read from what services announce.

export interface Marking {
  readonly resource: string;
  /** From the record down to the date: `['period', 'to']`. */
  readonly path: readonly string[];
  readonly kind: string;
}

export interface Belonging {
  readonly resource: string;
  /** Holds the id of the record that it belongs to. */
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
  'x-belongs-to': z.string().max(60).optional(),
});
type Shape = z.infer<typeof Shape>;

/** Schemas may refer to themselves; no record of ours nests its dates deeper, every variant a level of its own. */
const deepest = 8;

/** All that a service marks, in one order for everybody; lists within records hold no dates of a calendar. */
export function markingsOf({ facts }: Pick<ServiceDescription, 'facts'>): Markings {
  const found = facts.flatMap(({ resource, data }) =>
    marked(data, Shape.parse(data).$defs).map((mark) => ({ resource, ...mark })),
  );
  const dates = found.flatMap(({ resource, path, kind }) => (kind === undefined ? [] : [{ resource, path, kind }]));
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
}

function marked(schema: unknown, defs: Shape['$defs'], path: readonly string[] = [], depth = 0): Mark[] {
  const shape = Shape.safeParse(schema).data;
  if (shape === undefined || depth > deepest) return [];
  const { 'x-calendar': kind, 'x-belongs-to': owner, $ref: reference } = shape;
  if (kind !== undefined || owner !== undefined) return [{ path, kind, owner }];
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
