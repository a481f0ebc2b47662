import fc from 'fast-check';
import {
  calendarPeriod,
  CalendarPeriodId,
  calendarPeriodOf,
  calendarPeriodsTouching,
  lastQuarters,
  nextCalendarPeriod,
} from './calendar-period.js';
import { addDays, contains, overlaps } from './period.js';

const aDate = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const aKind = fc.constantFrom('year' as const, 'quarter' as const);
const ids = (periods: readonly { id: string }[]) => periods.map(({ id }) => id);

describe('a calendar period', () => {
  it('is a year or a quarter, half-open', () => {
    expect(calendarPeriod('2026')).toEqual({ id: '2026', kind: 'year', from: '2026-01-01', to: '2027-01-01' });
    expect(calendarPeriod('2026-Q1')).toEqual({ id: '2026-Q1', kind: 'quarter', from: '2026-01-01', to: '2026-04-01' });
    expect(calendarPeriod('2026Q4')).toEqual({ id: '2026-Q4', kind: 'quarter', from: '2026-10-01', to: '2027-01-01' });
  });

  it('has one canonical name: `2026Q1` is rewritten to `2026-Q1`', () => {
    expect(['2026', '2026-Q1', '2026Q1'].map((id) => CalendarPeriodId.parse(id))).toEqual([
      '2026',
      '2026-Q1',
      '2026-Q1',
    ]);
  });

  it.each(['', '26', '2026-Q5', '2026-Q0', '2026-01', '2026-q1', '0026', '2026-', '2026 Q1'])('refuses %j', (id) => {
    expect(CalendarPeriodId.safeParse(id).success).toBe(false);
    expect(() => calendarPeriod(id)).toThrow(RangeError);
  });

  it('is found by its name, contains the day that it was computed for, and ends where the next begins', () => {
    fc.assert(
      fc.property(aDate, aKind, (date, kind) => {
        const period = calendarPeriodOf(date, kind);
        expect(calendarPeriod(CalendarPeriodId.parse(period.id))).toEqual(period);
        expect(contains(period, date)).toBe(true);
        expect(nextCalendarPeriod(period)).toMatchObject({ from: period.to, kind });
      }),
    );
  });
});

describe('the calendar periods that a span touches', () => {
  it('are listed kind by kind, in order of time', () => {
    expect(ids(calendarPeriodsTouching('2025-12-31', '2026-04-02', ['year', 'quarter']))).toEqual([
      '2025',
      '2026',
      '2025-Q4',
      '2026-Q1',
      '2026-Q2',
    ]);
  });

  it('exclude the one that begins when the span ends, and are empty for an empty span', () => {
    expect(ids(calendarPeriodsTouching('2026-01-01', '2026-04-01', ['quarter']))).toEqual(['2026-Q1']);
    expect(calendarPeriodsTouching('2026-04-01', '2026-04-01', ['quarter'])).toEqual([]);
  });

  it('all overlap the span, are contiguous and cover it', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 1, max: 3000 }), aKind, (from, days, kind) => {
        const to = addDays(from, days);
        const touching = calendarPeriodsTouching(from, to, [kind]);
        expect(touching.every((period) => overlaps(period, { from, to }))).toBe(true);
        expect(touching.slice(1).map((period) => period.from)).toEqual(
          touching.slice(0, -1).map((period) => period.to),
        );
        expect(contains(touching[0] ?? { from: to }, from)).toBe(true);
        expect((touching.at(-1)?.to ?? '') >= to).toBe(true);
      }),
    );
  });
});

describe('the last quarters', () => {
  it('are those that have ended', () => {
    expect(ids(lastQuarters(4, '2026-03-31'))).toEqual(['2025-Q1', '2025-Q2', '2025-Q3', '2025-Q4']);
    expect(ids(lastQuarters(4, '2026-04-01'))).toEqual(['2025-Q2', '2025-Q3', '2025-Q4', '2026-Q1']);
  });

  it('are contiguous and end where the current one begins', () => {
    fc.assert(
      fc.property(aDate, fc.integer({ min: 1, max: 12 }), (date, n) => {
        const quarters = lastQuarters(n, date);
        expect(quarters).toHaveLength(n);
        expect(quarters.at(-1)?.to).toBe(calendarPeriodOf(date, 'quarter').from);
        expect(quarters.slice(1).map((quarter) => quarter.from)).toEqual(
          quarters.slice(0, -1).map((quarter) => quarter.to),
        );
      }),
    );
  });
});
