// Whether an indicator reads what somebody publishes: a resource or a field that no fact carries would count nothing, and
// nobody would be told.
import type { ServiceDescription } from '@passerelle/platform/announcements';
import { z } from 'zod';

const Where = z.record(z.string(), z.unknown()).default({});
const Field = z.object({ of: z.string(), field: z.string(), where: Where });

/** What a definition names of records; the rest of it is no concern here. */
export const Reader = z.object({
  code: z.string(),
  dimensions: z.array(z.object({ from: Field })),
  rules: z.array(
    z.object({
      source: z.string(),
      root: z.string(),
      children: z.array(z.object({ resource: z.string(), foreignKey: z.string() })),
      where: z.array(z.object({ of: z.string(), field: z.string() })),
      formula: z.looseObject({
        kind: z.string(),
        from: z.string().optional(),
        to: z.string().optional(),
        on: z.string().optional(),
        dueOn: z.string().optional(),
        doneOn: z.string().optional(),
        late: z.string().optional(),
        counts: Field.optional(),
        items: z.string().optional(),
        of: z.object({ field: z.string() }).optional(),
        acts: z.object({ resource: z.string(), match: z.string(), doneOn: z.string() }).optional(),
      }),
    }),
  ),
});
export type Reader = z.infer<typeof Reader>;
type Rule = Reader['rules'][number];

/** Fields by resource, of the facts of one service. */
type Published = ReadonlyMap<string, ReadonlySet<string>>;

/** What a definition names and nobody publishes, in words; nothing when all is well. */
export function unpublished(definition: Reader, descriptions: readonly ServiceDescription[]): string[] {
  return definition.rules.flatMap((rule) => {
    const service = descriptions.find(({ service: name }) => name === rule.source);
    if (service === undefined) return [`${definition.code} reads ${rule.source}, which is no service`];
    const published = publishedBy(service);
    return namedBy(definition, rule).flatMap(([resource, field]) => {
      if (published.get(resource)?.has(field)) return [];
      return [`${definition.code} reads ${resource}.${field}, which no fact of ${rule.source} carries`];
    });
  });
}

function namedBy({ dimensions }: Reader, { root, children, where, formula }: Rule): [string, string][] {
  const { from: first, to: last, on, dueOn, doneOn, late, counts, items, of, acts } = formula;
  const resourceOf = (part: string): string => (part === 'root' ? root : part);
  const inField = ({ of: part, field, where: wanted }: z.infer<typeof Field>): [string, string][] =>
    part === 'item' ? [] : [field, ...Object.keys(wanted)].map((name) => [resourceOf(part), name]);
  const own = [first, last, on, dueOn, doneOn, late, items, of?.field].filter((field) => field !== undefined);
  return [
    ...own.map((field): [string, string] => [root, field]),
    ...children.map(({ resource, foreignKey }): [string, string] => [resource, foreignKey]),
    ...where.map(({ of: part, field }): [string, string] => [resourceOf(part), field]),
    ...dimensions.flatMap(({ from }) => inField(from)),
    ...(counts === undefined ? [] : inField(counts)),
    ...(acts === undefined ? [] : [acts.match, acts.doneOn].map((field): [string, string] => [acts.resource, field])),
  ];
}

const Shape = z.looseObject({
  properties: z.record(z.string(), z.unknown()).optional(),
  $ref: z.string().optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
});

/** A shape with a name of its own stands among the definitions of its schema. */
function fieldsOf(data: unknown): string[] {
  const { $ref: reference, $defs = {}, properties = {} } = Shape.parse(data);
  if (reference === undefined) return Object.keys(properties);
  return fieldsOf({ $defs, ...Shape.parse($defs[reference.replace('#/$defs/', '')]) });
}

function publishedBy({ facts }: ServiceDescription): Published {
  const fields = new Map<string, Set<string>>();
  for (const { resource, data } of facts) {
    const known = fields.get(resource) ?? new Set<string>();
    for (const name of fieldsOf(data)) known.add(name);
    fields.set(resource, known);
  }
  return fields;
}
