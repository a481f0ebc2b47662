import { calendarPeriodOf, calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import type { Definition, Running, Share } from '../definition.schema.js';
import {
  dayIn,
  dimensionsOf,
  hasSeveralOf,
  nothing,
  valuesOf,
  type Contribution,
  type Family,
  type Reading,
} from './family.js';

const kinds = ['year', 'quarter'] as const;

/** In every period that its interval overlaps; an open interval ends in the period of `day`. */
export function running(definition: Definition, formula: Running, family: Family, day: string): Reading {
  const keys = formula.counts === undefined ? [family.root.subject] : valuesOf(family, formula.counts);
  return throughout(formula, family, day, (period) => {
    const common = { period, dimensions: dimensionsOf(definition, family), subject: family.root.subject };
    return keys.map((key) => ({ ...common, key, numerator: 1, denominator: 0 }));
  });
}

/** One contribution in each of those periods, with numerator 1 if the field has one of the values, or as many as asked. */
export function share(definition: Definition, formula: Share, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const counts = {
    key: subject,
    subject,
    numerator: hasSeveralOf(data, formula.of, formula.of.atLeast ?? 1) ? 1 : 0,
  };
  return throughout(formula, family, day, (period) => [
    { period, dimensions: dimensionsOf(definition, family), ...counts, denominator: 1 },
  ]);
}

/** The contributions to each period that an interval overlaps. */
export function throughout(
  { from, to }: { readonly from: string; readonly to: string },
  { root }: Family,
  day: string,
  contributed: (period: string) => Contribution[],
): Reading {
  const beginsOn = dayIn(root.data, from);
  if (beginsOn === undefined) return nothing;
  const endsOn = dayIn(root.data, to);
  const periods = kinds.flatMap((kind) => {
    const until = endsOn === undefined ? calendarPeriodOf(day, kind).to : addDays(endsOn, 1);
    return calendarPeriodsTouching(beginsOn, until, [kind]);
  });
  const contributions = periods.flatMap(({ id }) => contributed(id));
  return endsOn === undefined ? { contributions, changesOn: calendarPeriodOf(day, 'quarter').to } : { contributions };
}
