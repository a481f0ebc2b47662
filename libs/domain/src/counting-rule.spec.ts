import fc from 'fast-check';
import { countDays, CountingRule, lastDayOf } from './counting-rule.js';
import { addDays, startOfDay } from './period.js';
import { addWorkingDays, easterSunday, isPublicHoliday, isWorkingDay, subtractWorkingDays } from './working-days.js';

describe('four real inquiries', () => {
  it.each([
    ['PAD Josaphat', '2021-09-16', '2021-11-15', 60, 61],
    ['SDT', '2023-05-30', '2023-07-14', 45, 46],
    ['Province of Antwerp', '2022-12-16', '2023-03-15', 89, 90],
    ['Province of Flemish Brabant', '2022-12-01', '2023-03-01', 90, 91],
  ])('%s, %s to %s, lasted %i days, or %i with its first', (_, first, last, exclusive, inclusive) => {
    expect(countDays('calendarDaysExclusive', first, last)).toBe(exclusive);
    expect(countDays('calendarDaysInclusive', first, last)).toBe(inclusive);
    expect(lastDayOf('calendarDaysExclusive', first, exclusive)).toBe(last);
    expect(lastDayOf('calendarDaysInclusive', first, inclusive)).toBe(last);
  });
});

describe('the calendar', () => {
  it.each([
    ['1961-04-02', 1961],
    ['2000-04-23', 2000],
    ['2008-03-23', 2008],
    ['2011-04-24', 2011],
    ['2024-03-31', 2024],
    ['2025-04-20', 2025],
    ['2026-04-05', 2026],
    ['2038-04-25', 2038],
  ])('has Easter on %s', (day, year) => expect(easterSunday(year)).toBe(day));

  it('has the ten legal holidays, including the movable ones', () => {
    const year = Array.from({ length: 365 }, (_, index) => addDays('2026-01-01', index));
    expect(year.filter(isPublicHoliday)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-07-21',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ]);
    expect(['2026-07-20', '2026-07-21', '2026-07-25'].map(isWorkingDay)).toEqual([true, false, false]);
  });
});

describe('a last day', () => {
  it('on a holiday or weekend is extended if the rule says so, and stays otherwise', () => {
    expect(lastDayOf('calendarDaysToWorkingDay', '2026-06-21', 30)).toBe('2026-07-22');
    expect(lastDayOf('calendarDaysExclusive', '2026-06-21', 30)).toBe('2026-07-21');
    expect(lastDayOf('workingDaysExclusive', '2026-12-24', 1)).toBe('2026-12-28');
  });

  it('is reached by counting, under every rule', () => {
    const rule = fc.constantFrom('calendarDaysExclusive', 'calendarDaysInclusive', 'workingDaysExclusive');
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2020-01-01', days));
    fc.assert(
      fc.property(rule, day, fc.integer({ min: 1, max: 120 }), (code, first, days) => {
        expect(countDays(code, first, lastDayOf(code, first, days))).toBe(days);
      }),
    );
    expect(addWorkingDays('2026-04-03', 1)).toBe('2026-04-07');
  });

  it('ends at midnight in Brussels, also on days of 23 and 25 hours', () => {
    const hours = (day: string) => (startOfDay(addDays(day, 1)).getTime() - startOfDay(day).getTime()) / 3_600_000;
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-11-24')]).toEqual([23, 25, 24]);
    expect(startOfDay('2026-10-26').toISOString()).toBe('2026-10-25T23:00:00.000Z');
    expect(startOfDay('2026-03-30').toISOString()).toBe('2026-03-29T22:00:00.000Z');
  });

  it('refuses a counting rule that is not in the list', () => {
    expect(() => countDays('byFeeling', '2026-01-01', '2026-01-02')).toThrow(RangeError);
    expect(CountingRule.safeParse('byFeeling').success).toBe(false);
  });
});

describe('so many working days before a day', () => {
  it.each([
    ['over a weekend', '2024-11-19', 5, '2024-11-12'],
    ['from a Saturday', '2026-06-13', 1, '2026-06-12'],
    ['over Armistice Day, a Monday', '2024-11-14', 5, '2024-11-06'],
    ['over Easter Monday', '2026-04-07', 1, '2026-04-03'],
    ['over Christmas and New Year', '2027-01-04', 5, '2026-12-24'],
    ['none', '2026-06-14', 0, '2026-06-14'],
  ])('lies the one that it counts back to: %s', (_, day, days, last) => {
    expect(subtractWorkingDays(day, days)).toBe(last);
  });

  it('lies a working day from which counting on leads back', () => {
    const working = fc
      .integer({ min: 0, max: 3000 })
      .map((days) => addDays('2020-01-01', days))
      .filter(isWorkingDay);
    const law = fc.property(working, fc.integer({ min: 0, max: 60 }), (day, days) => {
      const last = subtractWorkingDays(day, days);
      expect([isWorkingDay(last), addWorkingDays(last, days)]).toEqual([true, day]);
    });
    fc.assert(law);
  });
});
