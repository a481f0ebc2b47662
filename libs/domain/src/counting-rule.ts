import { z } from 'zod';
import { addDays } from './period.js';
import { CodeOf, referenceEntry } from './reference-list.js';
import { addWorkingDays, isWorkingDay, workingDayFrom } from './working-days.js';

// Two conventions live side by side, and the same inquiry is 60 days to one and 61 to the other: a period is never a number
// of days alone, but its first and last day and the rule by which they are counted.

export const CountingRule = CodeOf('countingRules').describe('How the days of the period are counted');

const Rule = z.object({
  unit: z.enum(['calendarDay', 'workingDay']),
  firstDayCounts: z.boolean(),
  endsOnWorkingDay: z.boolean(),
});

/** Throws a RangeError for what `CountingRule` would refuse. */
function ruleOf(code: string): z.infer<typeof Rule> {
  const entry = referenceEntry('countingRules', code);
  if (entry === undefined) throw new RangeError(`not a counting rule: ${code}`);
  return Rule.parse(entry.details);
}

/** How long a period is from its first to its last day, both ISO. */
export function countDays(code: string, first: string, last: string): number {
  const { unit, firstDayCounts } = ruleOf(code);
  const from = firstDayCounts ? first : addDays(first, 1);
  if (unit === 'calendarDay') return Math.round((Date.parse(last) - Date.parse(from)) / 86_400_000) + 1;
  let days = 0;
  for (let day = from; day <= last; day = addDays(day, 1)) if (isWorkingDay(day)) days += 1;
  return days;
}

/** Where a period under the rule that would end on the day ends: some rules carry it on to the next working day. */
export const endingOn = (code: string, day: string): string =>
  ruleOf(code).endsOnWorkingDay ? workingDayFrom(day) : day;

/** The last day of a period of so many days. */
export function lastDayOf(code: string, first: string, days: number): string {
  const { unit, firstDayCounts } = ruleOf(code);
  const before = firstDayCounts ? addDays(first, -1) : first;
  const last = unit === 'calendarDay' ? addDays(before, days) : addWorkingDays(before, days);
  return endingOn(code, last);
}
