import type { Definition } from '../definition.schema.js';
import type { Proportion } from '../kinds.schema.js';
import { dayIn, dimensionsOf, nothing, numberIn, periodsWith, type Family, type Reading } from './family.js';

/** The two numbers of the record as numerator and denominator; nothing to divide by is no contribution. */
export function proportion(definition: Definition, formula: Proportion, family: Family): Reading {
  const { subject, data } = family.root;
  const on = dayIn(data, formula.on);
  const [numerator, denominator = 0] = [numberIn(data, formula.part), numberIn(data, formula.whole)];
  if (on === undefined || numerator === undefined || denominator === 0) return nothing;
  const counts = { key: subject, subject, dimensions: dimensionsOf(definition, family), numerator, denominator };
  return { contributions: periodsWith(on).map((period) => ({ period, ...counts })) };
}
