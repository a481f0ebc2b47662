import type { RecordData } from '../../ledger/ledger.api.js';
import type { Definition } from '../definition.schema.js';
import type { NamedOn } from '../kinds.schema.js';
import {
  dayIn,
  dimensionsOf,
  hasOneOf,
  itemsIn,
  nothing,
  periodsWith,
  textIn,
  type Family,
  type Reading,
} from './family.js';

/** One contribution for each thing that the items name; the figure counts a thing once, however many records name it. */
export function namedOn(definition: Definition, formula: NamedOn, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  if (on === undefined) return nothing;
  const named = new Map<string, RecordData>();
  for (const { data: item } of itemsIn(data, formula.items)) {
    const key = nameIn(item, formula);
    if (key !== undefined && key !== subject && !named.has(key)) named.set(key, item);
  }
  const counted = [...named].map(([key, item]) => ({
    ...{ key, subject, dimensions: dimensionsOf(definition, family, item) },
    ...{ numerator: 1, denominator: 0 },
  }));
  return {
    contributions: periodsWith(on).flatMap((period) => counted.map((contribution) => ({ period, ...contribution }))),
  };
}

/** Undefined where a part of the name is missing, or the item is not meant. */
function nameIn(item: RecordData, { keys, among }: NamedOn): string | undefined {
  if (among !== undefined && !hasOneOf(item, among)) return undefined;
  const parts = keys.flatMap((field) => textIn(item, field) ?? []);
  return parts.length === keys.length ? parts.join('/') : undefined;
}
