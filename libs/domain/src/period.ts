import { z } from 'zod';

// The window keeps typing errors (0202, 20226) and years that databases and clocks disagree on out of the record.
const earliest = '1900-01-01';
const latest = '2199-12-31';

/** A day that exists, `2026-03-01`, from 1900 to 2199. */
export const IsoDate = z.iso
  .date()
  .length(10)
  .refine((date) => date >= earliest && date <= latest, `must lie between ${earliest} and ${latest}`);
export type IsoDate = z.infer<typeof IsoDate>;

export const isIsoDate = (text: string) => IsoDate.safeParse(text).success;

type Span = { from: string; to?: string | undefined };

/** What a refinement says of an inverted period: `z.object(...).refine(isInOrder, invalidPeriod)`. */
export const invalidPeriod = { error: 'must end after it begins', path: ['to'], params: { issue: 'invalidPeriod' } };

export const isInOrder = ({ from, to }: Span) => to === undefined || from < to;

/** Half-open: `from` is its first day, `to` the first day after it; without `to` it has no end. */
export const Period = z
  .strictObject({ from: IsoDate, to: IsoDate.optional() })
  .refine(isInOrder, invalidPeriod)
  .meta({ id: 'Period' });
export type Period = z.infer<typeof Period>;

// ISO dates sort as texts; '~' sorts after every digit and so stands for "no end".
const end = ({ to = '~' }: Span) => to;

export const contains = (period: Span, date: string) => period.from <= date && date < end(period);

export const overlaps = (a: Span, b: Span) => a.from < end(b) && b.from < end(a);

export function addDays(date: string, days: number): string {
  const moved = new Date(`${date}T00:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + days);
  return moved.toISOString().slice(0, 10);
}

/** How many days later `to` is than `from`; negative when it is earlier. */
export const daysBetween = (from: string, to: string): number =>
  (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;

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

/** What the clock on the wall shows, `2026-03-01T10:30:00`. */
function wallClock(instant: Date): string {
  const parts = Object.fromEntries(brussels.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts['year']}-${parts['month']}-${parts['day']}T${parts['hour']}:${parts['minute']}:${parts['second']}`;
}

/** The day that the calendar on a wall in Brussels shows at that instant. */
export const today = (instant: Date) => wallClock(instant).slice(0, 10);

/** The instant at which a day begins in Brussels: a day may last 23 or 25 hours, so never add 24 of them. */
export function startOfDay(date: string): Date {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const offset = Date.parse(`${wallClock(new Date(midnight))}Z`) - midnight;
  return new Date(midnight - offset);
}
