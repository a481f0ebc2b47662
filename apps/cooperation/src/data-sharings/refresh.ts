import { addDays } from '@passerelle/domain/period';
import { referenceEntry } from '@passerelle/domain/reference-list';

// When is the next delivery due? How often data comes is a code of the European frequency list; what that means in months
// or days is a detail of the code. Data that comes irregularly, continuously or never has no day on which it is missed.

const written = /^P(\d{1,3})([DM])$/;

/** The day that lies so many periods after another; undefined where the rate has none. */
export function dayAfter(refresh: string, from: string, periods: number): string | undefined {
  const { every } = referenceEntry('refreshRates', refresh)?.details ?? {};
  const [, length, unit] = written.exec(String(every)) ?? [];
  if (length === undefined) return undefined;
  const count = Number(length) * periods;
  return unit === 'D' ? addDays(from, count) : addMonths(from, count);
}

/** The days since `from` on which data was due and that have passed, those after `told` only, oldest first, at most `most`. */
export function missedDays(refresh: string, from: string, told: string | null, today: string, most: number): string[] {
  const missed: string[] = [];
  for (let period = 1; missed.length < most; period += 1) {
    const due = dayAfter(refresh, from, period);
    if (due === undefined || due >= today) break;
    if (told === null || due > told) missed.push(due);
  }
  return missed;
}

/** Calendar months on; the 31st becomes the last day of a shorter month. */
function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, lastOfMonth))).toISOString().slice(0, 10);
}
