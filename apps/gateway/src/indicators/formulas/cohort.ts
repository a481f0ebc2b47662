import { addDays } from '@passerelle/domain/period';
import type { Definition } from '../definition.schema.js';
import type { Cohort } from '../kinds.schema.js';
import { dayIn, dimensionsOf, nothing, periodsWith, type Family, type Reading } from './family.js';
import { monthsAfter, never } from './spans.js';

/** Denominator 1 once the last day has passed, and numerator 1 if it was done by then, however late that became known. */
export function cohort(definition: Definition, formula: Cohort, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const from = dayIn(data, formula.from);
  const last = from === undefined ? never : monthsAfter(from, formula.months);
  if (last === never) return nothing;
  // The last day lasts until midnight.
  if (day <= last) return { ...nothing, changesOn: addDays(last, 1) };
  const doneOn = dayIn(data, formula.doneOn);
  const isDone = doneOn !== undefined && doneOn <= last;
  const counts = { key: subject, subject, numerator: isDone ? 1 : 0, denominator: 1 };
  const dimensions = dimensionsOf(definition, family);
  return { contributions: periodsWith(last).map((period) => ({ period, dimensions, ...counts })) };
}
