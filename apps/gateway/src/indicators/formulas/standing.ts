import { calendarPeriodOf, calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays, contains } from '@passerelle/domain/period';
import type { Definition, Standing } from '../definition.schema.js';
import { dimensionsOf, nothing, type Family, type Reading } from './family.js';
import { earlier, inForce, later, never, spanIn, type Span } from './spans.js';

/**
 * Denominator 1 in each period on whose last day the root exists, and numerator 1 if a child is then in force. While a
 * period runs, its last day is the last one that is over.
 */
export function standing(definition: Definition, formula: Standing, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const span = spanIn(data, formula.from, [formula.to]);
  if (span === undefined) return nothing;
  const covered = inForce(family, formula.child);
  const common = { key: subject, subject, dimensions: dimensionsOf(definition, family) };
  const periods = calendarPeriodsTouching(span.from, earlier(span.to, day), ['year', 'quarter']);
  const contributions = periods.flatMap(({ id, to }) => {
    const on = addDays(earlier(to, day), -1);
    if (!contains(span, on)) return [];
    const numerator = covered.some((part) => contains(part, on)) ? 1 : 0;
    return [{ period: id, ...common, numerator, denominator: 1 }];
  });
  const next = nextTurn(span, covered, day);
  // What is different on a day is known when that day is over.
  return next === undefined ? { contributions } : { contributions, changesOn: addDays(next, 1) };
}

/** The first day, from `day` on, on which a period, the root or a child begins or ends; none after the root's end. */
function nextTurn(span: Span, covered: readonly Span[], day: string): string | undefined {
  if (day > span.to) return undefined;
  const since = later(day, span.from);
  const quarter = calendarPeriodOf(since, 'quarter');
  const turns = [span, quarter, ...covered].flatMap(({ from, to }) => [from, to]);
  return turns.filter((turn) => since <= turn && turn < never).sort()[0];
}
