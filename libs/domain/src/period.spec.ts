import fc from 'fast-check';
import {
  addDays,
  addMonths,
  BeyondCalendar,
  contains,
  daysBetween,
  isIsoDate,
  isWeekend,
  overlaps,
  Period,
  startOfDay,
  today,
} from './period.js';

const someDate = (from: string, to: string) =>
  fc
    .date({ min: new Date(from), max: new Date(to), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
const aDate = someDate('2000-01-01', '2040-12-31');

const aPeriod = fc
  .record({ from: aDate, days: fc.integer({ min: 1, max: 400 }), open: fc.boolean() })
  .map(({ from, days, open }) => (open ? { from } : { from, to: addDays(from, days) }));

describe('a date', () => {
  it('plus a number of days is that many days later', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: -4000, max: 4000 }), (date, days) =>
        expect(daysBetween(date, addDays(date, days))).toBe(days),
      ),
    );
  });

  it('throws when the result lies outside the calendar', () => {
    expect([addDays('2199-12-31', 1), addDays('1900-01-01', -1)]).toEqual(['2200-01-01', '1899-12-31']);
    const beyond = [() => addDays('2199-12-31', 2), () => addDays('9999-12-31', 1), () => addDays('2026-01-01', 1e9)];
    for (const way of [...beyond, () => addMonths('2199-12-31', 1)]) expect(way).toThrow(BeyondCalendar);
  });

  it('is on a weekend twice in seven days', () => {
    const week = (from: string) => [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(from, n)).filter(isWeekend);
    expect(week('1900-01-01')).toEqual(['1900-01-06', '1900-01-07']);
    expect(week('2026-10-19')).toEqual(['2026-10-24', '2026-10-25']);
    fc.assert(fc.property(aDate, (date) => expect(week(date)).toHaveLength(2)));
  });

  it.each(['2024-02-29', '2000-02-29', '1900-01-01', '2199-12-31'])('accepts %s', (date) =>
    expect(isIsoDate(date)).toBe(true),
  );

  it.each([
    '2025-02-30',
    '2023-02-29',
    '1900-02-29',
    '2025-13-01',
    '2025-1-1',
    '0000-01-01',
    '1899-12-31',
    '2025-01-01T00:00',
    '',
  ])('refuses %j', (date) => expect(isIsoDate(date)).toBe(false));
});

describe('a period', () => {
  it('is refused when it ends before it begins, or on the same day', () => {
    const inverted = Period.safeParse({ from: '2026-01-02', to: '2026-01-01' });
    expect(inverted.error?.issues).toMatchObject([
      { code: 'custom', path: ['to'], params: { issue: 'invalidPeriod' } },
    ]);
    expect(Period.safeParse({ from: '2026-01-01', to: '2026-01-01' }).success).toBe(false);
  });

  it('contains its first day and not its end', () => {
    const march = Period.parse({ from: '2026-03-01', to: '2026-04-01' });
    expect(contains(march, '2026-03-01')).toBe(true);
    expect(contains(march, '2026-03-31')).toBe(true);
    expect(contains(march, '2026-04-01')).toBe(false);
    expect(contains({ from: '2026-03-01' }, '2199-12-31')).toBe(true);
  });

  it('does not overlap the one that begins when it ends', () => {
    const march = { from: '2026-03-01', to: '2026-04-01' };
    expect(overlaps(march, { from: '2026-04-01' })).toBe(false);
    expect(overlaps(march, { from: '2026-03-31' })).toBe(true);
  });

  it('overlaps another exactly when both contain the later of their first days', () => {
    fc.assert(
      fc.property(aPeriod, aPeriod, (a, b) => {
        const later = a.from > b.from ? a.from : b.from;
        expect(overlaps(a, b)).toBe(contains(a, later) && contains(b, later));
        expect(overlaps(b, a)).toBe(overlaps(a, b));
      }),
    );
  });
});

describe('a day in Brussels', () => {
  it.each([
    ['2026-01-15', '2026-01-14T23:00:00.000Z'],
    ['2026-07-15', '2026-07-14T22:00:00.000Z'],
    ['2026-03-29', '2026-03-28T23:00:00.000Z'],
    ['2026-03-30', '2026-03-29T22:00:00.000Z'],
    ['2026-10-25', '2026-10-24T22:00:00.000Z'],
    ['2026-10-26', '2026-10-25T23:00:00.000Z'],
  ])('%s begins at %s', (date, instant) => expect(startOfDay(date).toISOString()).toBe(instant));

  it('begins when the previous day ends, also when the clocks change', () => {
    fc.assert(
      fc.property(aDate, (date) => {
        const start = startOfDay(date).getTime();
        expect(today(new Date(start))).toBe(date);
        expect(today(new Date(start - 1))).toBe(addDays(date, -1));
        expect([23, 24, 25]).toContain((startOfDay(addDays(date, 1)).getTime() - start) / 3_600_000);
      }),
      { numRuns: 2000 },
    );
  });

  it('contains every instant between its start and the start of the next', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2000-01-01'), max: new Date('2040-12-31'), noInvalidDate: true }),
        (instant) => {
          const date = today(instant);
          expect(startOfDay(date).getTime()).toBeLessThanOrEqual(instant.getTime());
          expect(startOfDay(addDays(date, 1)).getTime()).toBeGreaterThan(instant.getTime());
        },
      ),
    );
  });
});
