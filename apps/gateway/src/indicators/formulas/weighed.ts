import type { RecordData } from '../../ledger/ledger.api.js';
import type { Definition, Weighed } from '../definition.schema.js';
import type { Weights } from '../field.schema.js';
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

/**
 * One contribution per item whose field has a weight: the weight as numerator, 1 as denominator. With a second field,
 * the product of both weights as numerator, and the first weight as denominator.
 */
export function weighed(definition: Definition, formula: Weighed, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  if (on === undefined) return nothing;
  const counted = itemsIn(data, formula.items).flatMap(({ place, data: item }) => {
    const amounts = amountsOf(formula, item);
    if (amounts === undefined) return [];
    const dimensions = dimensionsOf(definition, family, item);
    return [{ key: `${subject}/${place}`, dimensions, subject, ...amounts }];
  });
  return {
    contributions: periodsWith(on).flatMap((period) => counted.map((contribution) => ({ period, ...contribution }))),
  };
}

function amountsOf({ by, weights, times, among }: Weighed, item: RecordData) {
  const weight = weightOf(weights, textIn(item, by));
  if (weight === undefined || (among !== undefined && !hasOneOf(item, among))) return undefined;
  if (times === undefined) return { numerator: weight, denominator: 1 };
  const factor = weightOf(times.weights, textIn(item, times.by));
  return factor === undefined ? undefined : { numerator: weight * factor, denominator: weight };
}

/** Undefined for a value without a weight. */
export const weightOf = (weights: Weights, value: string | undefined): number | undefined =>
  value !== undefined && Object.hasOwn(weights, value) ? weights[value] : undefined;
