import { z } from 'zod';

// The syntax of ISO 8601 admits more than clocks and PostgreSQL do: a year 0000, an offset of 23 hours.
const exists = (instant: string) => {
  const [, hours = '0'] = /[+-](\d{2}):\d{2}$/.exec(instant) ?? [];
  return instant >= '1900' && instant < '2200' && Number(hours) <= 14;
};

/** An instant, `2026-03-01T09:30:00Z` or with an offset, from 1900 to 2199; nanoseconds at most. */
export const Instant = z.iso
  .datetime({ offset: true })
  .max(35)
  .refine(exists, 'lies outside 1900 to 2199, or its offset outside 14 hours');
export type Instant = z.infer<typeof Instant>;
