import { z } from 'zod';

// The window keeps typing errors (0202, 20226), and years on which databases and clocks disagree, out of the records.
const earliest = '1900-01-01';
const latest = '2199-12-31';

/** An existing calendar day, `2026-03-01`, from 1900 to 2199. */
export const IsoDate = z.iso
  .date({ abort: true, error: 'must be a day of the calendar, such as 2026-03-01' })
  .length(10)
  .refine((date) => date >= earliest && date <= latest, `must lie between ${earliest} and ${latest}`);
export type IsoDate = z.infer<typeof IsoDate>;

export const isIsoDate = (text: string) => IsoDate.safeParse(text).success;

type Span = { from: string; to?: string | undefined };

/** The issue of a period that ends before it begins: `z.object(...).refine(isInOrder, invalidPeriod)`. */
export const invalidPeriod = { error: 'must end after it begins', path: ['to'], params: { issue: 'invalidPeriod' } };

export const isInOrder = ({ from, to }: Span) => to === undefined || from < to;

/** Half-open: `from` is its first day, `to` the first day after it; without `to` it has no end. */
export const Period = z
  .strictObject({
    from: IsoDate.describe('Its first day'),
    to: IsoDate.optional().describe('The day after its last; without it there is no end'),
  })
  .refine(isInOrder, invalidPeriod)
  .meta({ id: 'Period', description: 'From its first day until the day after its last' });
export type Period = z.infer<typeof Period>;

// ISO dates sort as texts; '~' sorts after every digit and so represents "no end".
const end = ({ to = '~' }: Span) => to;

export const contains = (period: Span, date: string) => period.from <= date && date < end(period);

export const overlaps = (a: Span, b: Span) => a.from < end(b) && b.from < end(a);

/** A computed day lies outside the calendar that records can store (1900 to 2199). */
export class BeyondCalendar extends RangeError {
  constructor() {
    const message = `leads to a day that must lie between ${earliest} and ${latest}`;
    super(message);
  }
}

// Days are computed as midnights in UTC, which has no daylight-saving changes.
const dayMs = 86_400_000;
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / dayMs;

/** A closed period of the whole calendar begins a day after the one before it and ends a day before the next. */
const [first, last] = [numberOf(earliest) - 1, numberOf(latest) + 1];

function dayOf(number: number): string {
  if (!(number >= first && number <= last)) throw new BeyondCalendar();
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

export const addDays = (date: string, days: number): string => dayOf(numberOf(date) + days);

/** Adds calendar months, or subtracts them. The 31st becomes the last day of a shorter month, so always count from the first date. */
export function addMonths(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return dayOf(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth)) / dayMs);
}

/** How many days later `to` is than `from`; negative when it is earlier. */
export const daysBetween = (from: string, to: string): number => numberOf(to) - numberOf(from);

/** Saturday or Sunday; the first day of the calendar was a Monday. */
export const isWeekend = (date: string): boolean => (7 + daysBetween(earliest, date)) % 7 >= 5;

/** A computed day that a record is to store; throws `BeyondCalendar` outside 1900 to 2199. */
export function onRecord(date: string): string {
  if (!isIsoDate(date)) throw new BeyondCalendar();
  return date;
}

const brussels = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Brussels',
  hourCycle: 'h23',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});

/** The local time in Brussels, `2026-03-01T10:30:00`. */
function wallClock(instant: Date): string {
  const parts = Object.fromEntries(brussels.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** The calendar day in Brussels at that instant. */
export const today = (instant: Date) => wallClock(instant).slice(0, 10);

/** The instant at which a day begins in Brussels: a day may last 23 or 25 hours, so never add 24 of them. */
export function startOfDay(date: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const offset = Date.parse(`${wallClock(new Date(midnight))}Z`) - midnight;
  return new Date(midnight - offset);
}
