import fc from 'fast-check';
import { Duration, earliestEnd, noticeDeadline, repeated } from './duration.js';
import { addDays, addMonths, BeyondCalendar, daysBetween, isIsoDate } from './period.js';

const aDay = fc.integer({ min: 0, max: daysBetween('1950-01-01', '2060-12-31') }).map((n) => addDays('1950-01-01', n));
const months = fc.constantFrom('P1M', 'P2M', 'P3M', 'P6M', 'P1Y', 'P12M', 'P24M', 'P1Y6M');
const days = fc.constantFrom('P1D', 'P7D', 'P14D', 'P1W', 'P2W');
const every = fc.oneof(months, days, fc.constantFrom('P1M1D', 'P1Y2M3W4D'));
const times = fc.integer({ min: 0, max: 40 });

const dayOfMonth = (day: string) => Number(day.slice(8));
const lastOfMonth = (day: string) => dayOfMonth(addDays(addMonths(`${day.slice(0, 8)}01`, 1), -1));

/** How many whole durations have passed on that day. */
function periodsSince(anchor: string, length: string, day: string): number {
  let passed = 0;
  while (repeated(anchor, length, passed + 1) <= day) passed += 1;
  return passed;
}

describe('a repeated day', () => {
  it.each([
    ['2025-08-31', 'P3M', ['2025-11-30', '2026-02-28', '2026-05-31', '2026-08-31', '2026-11-30']],
    ['2028-01-31', 'P1M', ['2028-02-29', '2028-03-31', '2028-04-30']],
    ['2024-02-29', 'P1Y', ['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']],
    ['2026-12-30', 'P2M', ['2027-02-28', '2027-04-30']],
    ['2026-03-28', 'P1D', ['2026-03-29', '2026-03-30']],
    ['2026-10-18', 'P1W', ['2026-10-25', '2026-11-01']],
  ])('from %s on, each %s', (anchor, length, expected) =>
    expect(expected.map((_, n) => repeated(anchor, length, n + 1))).toEqual(expected),
  );

  it('never drifts from its anchor: its day of the month is the anchor’s, or the last day of a shorter month', () => {
    fc.assert(
      fc.property(aDay, months, times, (anchor, length, n) => {
        const day = repeated(anchor, length, n);
        expect(isIsoDate(day)).toBe(true);
        expect(dayOfMonth(day)).toBe(Math.min(dayOfMonth(anchor), lastOfMonth(day)));
      }),
    );
  });

  it('comes later each time, and counting back gives the same number', () => {
    fc.assert(
      fc.property(aDay, every, times, (anchor, length, n) => {
        const [day, next] = [repeated(anchor, length, n), repeated(anchor, length, n + 1)];
        expect(day < next).toBe(true);
        expect(periodsSince(anchor, length, day)).toBe(n);
        expect(periodsSince(anchor, length, addDays(next, -1))).toBe(n);
      }),
    );
  });

  it('is the same day for every spelling of a duration', () => {
    const pairs = fc.constantFrom(
      ['P1Y', 'P12M'],
      ['P1W', 'P7D'],
      ['P2W', 'P14D'],
      ['P1Y6M', 'P18M'],
      ['P1M1W', 'P1M7D'],
    );
    fc.assert(
      fc.property(aDay, pairs, times, (anchor, [one = '', other = ''], n) =>
        expect(repeated(anchor, one, n)).toBe(repeated(anchor, other, n)),
      ),
    );
  });

  it('counts days, not hours: a week over a clock change has seven days', () => {
    fc.assert(
      fc.property(aDay, days, times, (anchor, length, n) => {
        const one = daysBetween(anchor, repeated(anchor, length, 1));
        expect(daysBetween(anchor, repeated(anchor, length, n))).toBe(one * n);
      }),
    );
  });
});

describe('the deadline of a notice', () => {
  it.each([
    ['2026-12-31', 'P6M', '2026-06-30'],
    ['2025-02-28', 'P3M', '2024-11-30'],
    ['2024-02-29', 'P3M', '2023-11-30'],
    ['2024-02-28', 'P3M', '2023-11-28'],
    ['2026-08-31', 'P6M', '2026-02-28'],
    ['2024-08-31', 'P6M', '2024-02-29'],
    ['2026-08-30', 'P6M', '2026-02-27'],
    ['2026-07-30', 'P1M', '2026-06-29'],
    ['2024-02-28', 'P1Y', '2023-02-27'],
    ['2024-02-29', 'P1Y', '2023-02-28'],
    ['2025-02-28', 'P1Y', '2024-02-29'],
    ['2024-03-01', 'P2W', '2024-02-16'],
    ['2026-12-31', 'P90D', '2026-10-02'],
    ['2026-12-31', 'P1M1D', '2026-11-29'],
    ['2026-12-31', 'P0D', '2026-12-31'],
  ])('for the last day %s and a period of %s is %s', (lastDay, period, deadline) => {
    expect(noticeDeadline(lastDay, period)).toBe(deadline);
    expect(earliestEnd(deadline, period) <= lastDay).toBe(true);
  });

  it('comes before the last day, and never later for an earlier end', () => {
    fc.assert(
      fc.property(aDay, every, (lastDay, period) => {
        const deadline = noticeDeadline(lastDay, period);
        expect(deadline < lastDay).toBe(true);
        expect(deadline <= noticeDeadline(addDays(lastDay, 1), period)).toBe(true);
      }),
    );
  });

  it('leads back to the last day, where no month was too short', () => {
    fc.assert(
      fc.property(aDay, every, (lastDay, period) => {
        const isExact = Number(addDays(lastDay, 1).slice(8)) <= 28;
        if (isExact && !/D|W/.test(period)) expect(earliestEnd(noticeDeadline(lastDay, period), period)).toBe(lastDay);
      }),
    );
  });

  it('is kept by the earliest end, and missed by the day before it', () => {
    fc.assert(
      fc.property(aDay, every, (noticeOn, period) => {
        const end = earliestEnd(noticeOn, period);
        expect(noticeOn <= noticeDeadline(end, period)).toBe(true);
        expect(noticeOn > noticeDeadline(addDays(end, -1), period)).toBe(true);
      }),
    );
  });

  it('lies within the calendar', () => {
    expect(() => noticeDeadline('1950-01-01', 'P60Y')).toThrow(BeyondCalendar);
    expect(() => earliestEnd('2199-12-01', 'P6M')).toThrow(BeyondCalendar);
  });
});

describe('a length of time', () => {
  it.each(['P1Y', 'P3M', 'P2W', 'P90D', 'P1Y2M3W4D', 'P0D'])('is %s', (text) =>
    expect(Duration.safeParse(text).success).toBe(true),
  );
  it.each(['', 'P', '3M', 'P3', 'PT3H', 'P1M1Y', 'P-1M', 'P1.5M', 'P1000D'])('is not %j', (text) => {
    expect(Duration.safeParse(text).success).toBe(false);
    expect(() => repeated('2026-01-01', text, 1)).toThrow(RangeError);
  });
});

it('beyond the calendar there is no day', () => {
  expect(repeated('2199-11-30', 'P1M', 1)).toBe('2199-12-30');
  for (const length of ['P2M', 'P1Y', 'P32D', 'P999Y'])
    expect(() => repeated('2199-11-30', length, 1)).toThrow(BeyondCalendar);
  expect(() => repeated('2026-01-01', 'P999Y', 999)).toThrow(BeyondCalendar);
});
