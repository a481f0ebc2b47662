import { daysBetween } from '@passerelle/domain/period';
import type { Definition, LeadTime } from '../definition.schema.js';
import { dayIn, dimensionsOf, nothing, periodsWith, type Family, type Reading } from './family.js';

/** The number of days, negative in the reverse order; the denominator is zero if there is nothing to measure. */
export function leadTime(definition: Definition, formula: LeadTime, family: Family): Reading {
  const { subject, data } = family.root;
  const to = dayIn(data, formula.to);
  if (to === undefined) return nothing;
  const from = dayIn(data, formula.from);
  const measured =
    from === undefined ? { numerator: 0, denominator: 0 } : { numerator: daysBetween(from, to), denominator: 1 };
  const dimensions = dimensionsOf(definition, family);
  return {
    contributions: periodsWith(to).map((period) => ({ period, key: subject, dimensions, subject, ...measured })),
  };
}
