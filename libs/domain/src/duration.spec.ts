import fc from 'fast-check';
import { Duration, repeated } from './duration.js';
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
