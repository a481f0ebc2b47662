import { calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import type { Definition, Overlap } from '../definition.schema.js';
import { dimensionsOf, nothing, type Family, type Reading } from './family.js';
import { commonDays, earlier, inForce, later, spanIn, without } from './spans.js';

/**
 * The days of the root as denominator, and those with a child in force, or without one, as numerator, in each period
 * that the root's interval touches. Only the current periods change from day to day.
 */
export function overlap(definition: Definition, formula: Overlap, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const span = spanIn(data, formula.from, [formula.to]);
  if (span === undefined) return nothing;
  // A day is over at the next midnight.
  const over = { from: span.from, to: earlier(span.to, day) };
  const bare = without(over, inForce(family, formula.child));
  const common = { key: subject, subject, dimensions: dimensionsOf(definition, family) };
  const contributions = calendarPeriodsTouching(over.from, over.to, ['year', 'quarter']).map((period) => {
    const denominator = commonDays(over, period);
    const lacking = bare.reduce((days, part) => days + commonDays(part, period), 0);
    const numerator = formula.days === 'without' ? lacking : denominator - lacking;
    return { period: period.id, ...common, numerator, denominator };
  });
  return day < span.to ? { contributions, changesOn: addDays(later(day, span.from), 1) } : { contributions };
}
