import { calendarPeriodOf, calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import type { Definition, Running } from '../definition.schema.js';
import { dayIn, dimensionsOf, nothing, valuesOf, type Family, type Reading } from './family.js';

const kinds = ['year', 'quarter'] as const;

/** In every period that its interval touches; an open one reaches up to the period that holds `day`. */
export function running(definition: Definition, formula: Running, family: Family, day: string): Reading {
  const { root } = family;
  const from = dayIn(root.data, formula.from);
  if (from === undefined) return nothing;
  const endsOn = dayIn(root.data, formula.to);
  const periods = kinds.flatMap((kind) => {
    const to = endsOn === undefined ? calendarPeriodOf(day, kind).to : addDays(endsOn, 1);
    return calendarPeriodsTouching(from, to, [kind]);
  });
  const keys = formula.counts === undefined ? [root.subject] : valuesOf(family, formula.counts);
  const dimensions = dimensionsOf(definition, family);
  const contributions = periods.flatMap(({ id }) =>
    keys.map((key) => ({ period: id, key, dimensions, subject: root.subject, numerator: 1, denominator: 0 })),
  );
  return endsOn === undefined ? { contributions, changesOn: calendarPeriodOf(day, 'quarter').to } : { contributions };
}
