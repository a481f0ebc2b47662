import { z } from 'zod';

// The syntax of ISO 8601 admits more than clocks and PostgreSQL do: a year 0000, an offset of 23 hours.
const exists = (instant: string) => {
  const [, hours = '0'] = /[+-](\d{2}):\d{2}$/.exec(instant) ?? [];
  return instant >= '1900' && instant < '2200' && Number(hours) <= 14;
};

/** An instant, `2026-03-01T09:30:00Z` or with an offset, from 1900 to 2199; nanoseconds at most. */
export const Instant = z.iso
  .datetime({ offset: true, abort: true, error: 'must be an instant, such as 2026-03-01T09:30:00Z' })
  .max(35)
  .refine(exists, { error: 'must be in 1900 to 2199, with an offset of at most 14 hours', abort: true });
export type Instant = z.infer<typeof Instant>;

/** Of every record, in what its readers see; facts have a time of their own. */
export const ChangedAt = Instant.meta({ id: 'ChangedAt', description: 'When it last changed' });
