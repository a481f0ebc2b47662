import { addDays } from '@passerelle/domain/period';
import type { Definition, Timely } from '../definition.schema.js';
import { dayIn, dimensionsOf, nothing, periodsWith, type Family, type Reading } from './family.js';

/** Denominator 1 once the last day has passed, and numerator 1 if it was done by then. */
export function timely(definition: Definition, formula: Timely, family: Family, day: string): Reading {
  const { subject, data } = family.root;
  const dueOn = dayIn(data, formula.dueOn);
  if (dueOn === undefined) return nothing;
  // The last day lasts until midnight.
  if (day <= dueOn) return { ...nothing, changesOn: addDays(dueOn, 1) };
  const isDone = dayIn(data, formula.doneOn) !== undefined && data[formula.late] !== true;
  const counts = { key: subject, subject, numerator: isDone ? 1 : 0, denominator: 1 };
  const dimensions = dimensionsOf(definition, family);
  return { contributions: periodsWith(dueOn).map((period) => ({ period, dimensions, ...counts })) };
}
