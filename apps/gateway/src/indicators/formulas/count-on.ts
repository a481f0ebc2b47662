import type { CountOn, Definition } from '../definition.schema.js';
import { dayIn, dimensionsOf, hasOneOf, itemsIn, nothing, periodsWith, type Family, type Reading } from './family.js';

/** The record itself, once its list has enough items with one of the values. */
export function countOn(definition: Definition, formula: CountOn, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  const found = itemsIn(data, formula.items).filter((item) => hasOneOf(item.data, formula.among));
  if (on === undefined || found.length < formula.atLeast) return nothing;
  const counts = { key: subject, subject, numerator: 1, denominator: 0 };
  const dimensions = dimensionsOf(definition, family);
  return { contributions: periodsWith(on).map((period) => ({ period, dimensions, ...counts })) };
}
