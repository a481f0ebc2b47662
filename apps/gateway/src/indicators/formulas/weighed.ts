import type { Definition, Weighed } from '../definition.schema.js';
import { dayIn, dimensionsOf, itemsIn, nothing, periodsWith, textIn, type Family, type Reading } from './family.js';

/** One contribution per item whose field has a weight: the weight as numerator, 1 as denominator. */
export function weighed(definition: Definition, formula: Weighed, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  if (on === undefined) return nothing;
  const counted = itemsIn(data, formula.items).flatMap(({ place, data: item }) => {
    const weight = weightOf(formula, textIn(item, formula.by));
    if (weight === undefined) return [];
    const dimensions = dimensionsOf(definition, family, item);
    return [{ key: `${subject}/${place}`, dimensions, subject, numerator: weight, denominator: 1 }];
  });
  return {
    contributions: periodsWith(on).flatMap((period) => counted.map((contribution) => ({ period, ...contribution }))),
  };
}

const weightOf = ({ weights }: Weighed, value: string | undefined): number | undefined =>
  value !== undefined && Object.hasOwn(weights, value) ? weights[value] : undefined;
