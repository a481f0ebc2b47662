import { z } from 'zod';
import { addDays, addMonths, onRecord } from './period.js';

// A recurring day is counted from its first day: n times three months after 31 August. Adding three months to the previous
// occurrence instead would keep the 28th for ever after one 28 February.

const written = /^P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,3})M)?(?:(\d{1,3})W)?(?:(\d{1,3})D)?$/;

/** A length of time in the words of a statute: years, months, weeks, days. `P6M` is six months. */
export const Duration = z
  .string()
  .max(20)
  .regex(written, { error: 'must be a length of time in the form of ISO 8601, such as P6M for six months' });

/** Throws a RangeError for a text that `Duration` would refuse. */
function lengthOf(duration: string): { months: number; days: number } {
  const found = written.exec(duration);
  if (found === null) throw new RangeError(`not a length of time: ${duration}`);
  const [years = 0, months = 0, weeks = 0, days = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return { months: years * 12 + months, days: weeks * 7 + days };
}

/** The anchor plus `times` times the duration; throws `BeyondCalendar` when that lies outside the calendar. */
export function repeated(anchor: string, duration: string, times: number): string {
  const { months, days } = lengthOf(duration);
  return onRecord(addDays(addMonths(anchor, months * times), days * times));
}

/**
 * The last day on which a notice is in time, so that the whole period lies between it and the end. The period is counted back from the
 * first day after the last one: six months before the end of December is the end of June, also for 30 days in June.
 */
export function noticeDeadline(lastDay: string, period: string): string {
  const { months, days } = lengthOf(period);
  return onRecord(addDays(addMonths(addDays(lastDay, 1), -months), -days - 1));
}

/** The earliest last day to which a notice of that day leads: the inverse of `noticeDeadline`. */
export function earliestEnd(noticeOn: string, period: string): string {
  const { months, days } = lengthOf(period);
  const begins = addDays(noticeOn, days + 1);
  const counted = addMonths(begins, months);
  // Counted back, a day that was moved to the end of a shorter month would come too early by some days.
  return onRecord(addMonths(counted, -months) < begins ? counted : addDays(counted, -1));
}
