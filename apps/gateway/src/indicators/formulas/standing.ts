import { calendarPeriodOf, calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays, contains } from '@passerelle/domain/period';
import type { Definition, Standing } from '../definition.schema.js';
import { dimensionsOf, nothing, type Contribution, type Family, type Reading } from './family.js';
import { earlier, inForce, later, never, spanIn, type Span } from './spans.js';

/** Denominator 1 in each period on whose last day the root exists, and numerator 1 if a child is then in force. */
export function standing(definition: Definition, formula: Standing, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const span = spanIn(data, formula.from, [formula.to]);
  if (span === undefined) return nothing;
  const covered = inForce(family, formula.child);
  const common = { key: subject, subject, dimensions: dimensionsOf(definition, family) };
  return onLastDays(span, covered, day, (on, period) => {
    const numerator = covered.some((part) => contains(part, on)) ? 1 : 0;
    return [{ period, ...common, numerator, denominator: 1 }];
  });
}

/**
 * The contributions to each period whose last day lies in a span; while a period runs, its last day is the last one that
 * is over. They may change when one of the `others` begins or ends.
 */
export function onLastDays(
  span: Span,
  others: readonly Span[],
  day: string,
  contributed: (on: string, period: string) => Contribution[],
): Reading {
  const periods = calendarPeriodsTouching(span.from, earlier(span.to, day), ['year', 'quarter']);
  const contributions = periods.flatMap(({ id, to }) => {
    const on = lastDayOf(to, day);
    return contains(span, on) ? contributed(on, id) : [];
  });
  const next = nextTurn(span, others, day);
  // What is different on a day is known when that day is over.
  return next === undefined ? { contributions } : { contributions, changesOn: addDays(next, 1) };
}

/** The last day of a period that ends before `to`, or the last one that is over. */
export const lastDayOf = (to: string, day: string): string => addDays(earlier(to, day), -1);

/** The first day, from `day` on, on which a period, the root or another span begins or ends; none after the root's end. */
function nextTurn(span: Span, others: readonly Span[], day: string): string | undefined {
  if (day > span.to) return undefined;
  const since = later(day, span.from);
  const quarter = calendarPeriodOf(since, 'quarter');
  const turns = [span, quarter, ...others].flatMap(({ from, to }) => [from, to]);
  return turns.filter((turn) => since <= turn && turn < never).sort()[0];
}
