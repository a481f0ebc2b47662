import { z } from 'zod';
import { addDays, daysBetween, onRecord } from './period.js';
import { CodeOf, referenceEntry } from './reference-list.js';
import { addWorkingDays, isWorkingDay, workingDayFrom } from './working-days.js';

// Two conventions are in use, and the same inquiry lasts 60 days under one and 61 under the other. A period is therefore
// never a number of days alone, but its first and last day and the rule that counts them.

export const CountingRule = CodeOf('countingRules').describe('How the days of the period are counted');

const Rule = z.object({
  unit: z.enum(['calendarDay', 'workingDay']),
  firstDayCounts: z.boolean(),
  endsOnWorkingDay: z.boolean(),
});

/** Throws a RangeError for a code that `CountingRule` would refuse. */
function ruleOf(code: string): z.infer<typeof Rule> {
  const entry = referenceEntry('countingRules', code);
  if (entry === undefined) throw new RangeError(`not a counting rule: ${code}`);
  return Rule.parse(entry.details);
}

/** How long a period is from its first to its last day, both ISO. */
export function countDays(code: string, first: string, last: string): number {
  const { unit, firstDayCounts } = ruleOf(code);
  const from = firstDayCounts ? first : addDays(first, 1);
  if (unit === 'calendarDay') return daysBetween(from, last) + 1;
  let days = 0;
  for (let day = from; day <= last; day = addDays(day, 1)) if (isWorkingDay(day)) days += 1;
  return days;
}

/** The day on which a period ends that would end on `day`: some rules extend it to the next working day. */
export const endingOn = (code: string, day: string): string =>
  ruleOf(code).endsOnWorkingDay ? workingDayFrom(day) : day;

/** The last day of a period of so many days; throws `BeyondCalendar` when it lies outside the calendar. */
export function lastDayOf(code: string, first: string, days: number): string {
  const { unit, firstDayCounts } = ruleOf(code);
  const before = firstDayCounts ? addDays(first, -1) : first;
  const last = unit === 'calendarDay' ? addDays(before, days) : addWorkingDays(before, days);
  return onRecord(endingOn(code, last));
}
