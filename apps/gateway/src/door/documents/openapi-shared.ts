import { isObject, objectAt, type Json } from './json.js';

// What several operations have in common is written once, under `components`. Pure.

/** A parameter or an answer of an operation; one without a name is written where it is. */
export interface Part {
  readonly name?: string;
  readonly written: Json;
}

/** The parts that at least two operations have, by name; of several with one name, the one that more than half of them have. */
export function sharedAmong(parts: readonly Part[]): Record<string, Json> {
  const named = Map.groupBy(parts, ({ name }) => name);
  const shared: Record<string, Json> = {};
  for (const [name, all] of named) {
    if (name === undefined) continue;
    const [most = []] = [...Map.groupBy(all, writtenAs).values()].sort((one, other) => other.length - one.length);
    const [first, second] = most;
    if (first !== undefined && second !== undefined && 2 * most.length > all.length) shared[name] = first.written;
  }
  return shared;
}

const writtenAs = ({ written }: Part): string => JSON.stringify(written);

/** A part as an operation contains it: a reference if it is shared. */
export function placed({ name, written }: Part, under: string, shared: Readonly<Record<string, Json>>): Json {
  const isShared = name !== undefined && JSON.stringify(shared[name]) === JSON.stringify(written);
  return isShared ? { $ref: `#/components/${under}/${name}` } : written;
}

/** The fields of a summary mean what they mean in its record: what `Plan` says of them `PlanSummary` does not repeat. */
export const withoutEchoes = (schemas: Readonly<Record<string, Json>>): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const whole = objectAt(schemas[name.replace(/Summary$/, '')], 'properties');
      if (!name.endsWith('Summary')) return [name, schema];
      const fields = Object.entries(objectAt(schema, 'properties')).map(([field, own]) => [
        field,
        isObject(own) && JSON.stringify(own) === JSON.stringify(whole[field]) ? unsaid(own) : own,
      ]);
      return [name, { ...schema, properties: Object.fromEntries(fields) }];
    }),
  );

/** Without its description; a reference that had one as its sibling stands alone again. */
function unsaid({ description: _, allOf, ...own }: Json): Json {
  if (!Array.isArray(allOf)) return own;
  return allOf.length === 1 && Object.keys(own).length === 0 && isObject(allOf[0]) ? allOf[0] : { ...own, allOf };
}
