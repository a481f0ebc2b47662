import { z } from 'zod';

const written = /^((?:19|20)\d{2})(?:-?Q([1-4]))?$/;

/** A year or a quarter as statistics name it: `2026`, `2026-Q1`; `2026Q1` is understood and rewritten. */
export const CalendarPeriodId = z
  .string()
  .max(7)
  .regex(written)
  .overwrite((id) => id.replace(/(?<=^\d{4})Q/, '-Q'));
export type CalendarPeriodId = z.infer<typeof CalendarPeriodId>;

export type CalendarPeriodKind = 'year' | 'quarter';

/** Half-open, like every period: `to` is the first day of the next one. */
export type CalendarPeriod = { id: CalendarPeriodId; kind: CalendarPeriodKind; from: string; to: string };

const firstOfMonth = (year: number, month: number) => `${year}-${String(month).padStart(2, '0')}-01`;

const yearOf = (year: number): CalendarPeriod => ({
  id: `${year}`,
  kind: 'year',
  from: firstOfMonth(year, 1),
  to: firstOfMonth(year + 1, 1),
});

// Quarters are numbered across years: the next quarter is one more, the same quarter a year ago is four less.
function quarterOf(index: number): CalendarPeriod {
  const year = Math.floor(index / 4);
  const quarter = (index % 4) + 1;
  return {
    id: `${year}-Q${quarter}`,
    kind: 'quarter',
    from: firstOfMonth(year, quarter * 3 - 2),
    to: quarter === 4 ? firstOfMonth(year + 1, 1) : firstOfMonth(year, quarter * 3 + 1),
  };
}

const quarterIndex = (date: string) => Number(date.slice(0, 4)) * 4 + Math.floor((Number(date.slice(5, 7)) - 1) / 3);

/** Throws a RangeError for an id that `CalendarPeriodId` would refuse. */
export function calendarPeriod(id: string): CalendarPeriod {
  const [, year, quarter] = written.exec(id) ?? [];
  if (!year) throw new RangeError(`not a calendar period: ${id}`);
  return quarter ? quarterOf(Number(year) * 4 + Number(quarter) - 1) : yearOf(Number(year));
}

/** The year or the quarter in which a day lies. */
export const calendarPeriodOf = (date: string, kind: CalendarPeriodKind): CalendarPeriod =>
  kind === 'year' ? yearOf(Number(date.slice(0, 4))) : quarterOf(quarterIndex(date));

export const nextCalendarPeriod = ({ to, kind }: CalendarPeriod) => calendarPeriodOf(to, kind);

/** The calendar periods that share at least one day with the half-open span: kind by kind as listed, each in order of time. */
export function calendarPeriodsTouching(from: string, to: string, kinds: readonly CalendarPeriodKind[]) {
  const touching: CalendarPeriod[] = [];
  if (from >= to) return touching;
  for (const kind of kinds) {
    for (let period = calendarPeriodOf(from, kind); period.from < to; period = nextCalendarPeriod(period)) {
      touching.push(period);
    }
  }
  return touching;
}

/** The last n quarters that had ended before the day, in order of time: `last4Quarters` is always a whole year. */
export function lastQuarters(n: number, today: string): CalendarPeriod[] {
  const running = quarterIndex(today);
  return Array.from({ length: n }, (_, index) => quarterOf(running - n + index));
}
