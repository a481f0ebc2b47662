import { z } from 'zod';
import { addDays, isWeekend } from './period.js';
import { referenceList } from './reference-list.js';

// Which days count depends on the law that sets a period, so holidays and counting rules are reference data with their source.

const Holiday = z.union([
  z.object({ monthDay: z.string().regex(/^\d{2}-\d{2}$/) }),
  z.object({ daysAfterEaster: z.coerce.number<string>().int() }),
]);

/** The legal public holidays of Belgium in a year, as ISO days. */
function holidaysOf(year: number): ReadonlySet<string> {
  const easter = easterSunday(year);
  const { entries } = referenceList('publicHolidays');
  const days = entries.map(({ details }) => {
    const holiday = Holiday.parse(details);
    return 'monthDay' in holiday ? `${year}-${holiday.monthDay}` : addDays(easter, holiday.daysAfterEaster);
  });
  return new Set(days);
}

const known = new Map<number, ReadonlySet<string>>();

export function isPublicHoliday(day: string): boolean {
  const year = Number(day.slice(0, 4));
  const holidays = known.get(year) ?? holidaysOf(year);
  known.set(year, holidays);
  return holidays.has(day);
}

/** Monday to Friday, except public holidays. */
export const isWorkingDay = (day: string): boolean => !isWeekend(day) && !isPublicHoliday(day);

/** The day itself, or the first working day after it. */
export function workingDayFrom(day: string): string {
  let found = day;
  while (!isWorkingDay(found)) found = addDays(found, 1);
  return found;
}

/** The day plus so many working days. */
export function addWorkingDays(day: string, days: number): string {
  let found = day;
  for (let left = days; left > 0; left--) found = workingDayFrom(addDays(found, 1));
  return found;
}

/** The working day that lies so many working days before the day. */
export function subtractWorkingDays(day: string, days: number): string {
  let found = day;
  for (let left = days; left > 0; left--) found = workingDayBefore(found);
  return found;
}

function workingDayBefore(day: string): string {
  let found = addDays(day, -1);
  while (!isWorkingDay(found)) found = addDays(found, -1);
  return found;
}

/** Easter Sunday of the Gregorian calendar, by the algorithm that Nature published anonymously in 1876 (Meeus, Astronomical Algorithms, chapter 8). */
export function easterSunday(year: number): string {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const skipped = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - skipped + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const day = epact + weekday - 7 * late + 114;
  return `${year}-${String(Math.floor(day / 31)).padStart(2, '0')}-${String((day % 31) + 1).padStart(2, '0')}`;
}
