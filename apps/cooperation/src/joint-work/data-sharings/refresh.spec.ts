import { referenceList } from '@passerelle/domain/reference-list';
import fc from 'fast-check';
import { dayAfter, missedDays } from './refresh.js';

it('computes the next day for each rate of the list, except those without a period', () => {
  const { entries } = referenceList('refreshRates');
  const next = Object.fromEntries(entries.map(({ code }) => [code, dayAfter(code, '2026-01-31', 1)]));
  expect(next).toEqual({
    continuous: undefined,
    daily: '2026-02-01',
    weekly: '2026-02-07',
    biweekly: '2026-02-14',
    monthly: '2026-02-28',
    bimonthly: '2026-03-31',
    quarterly: '2026-04-30',
    semiannual: '2026-07-31',
    annual: '2027-01-31',
    biennial: '2028-01-31',
    triennial: '2029-01-31',
    irregular: undefined,
    never: undefined,
    unknown: undefined,
  });
});

it('finds the end of every month, also after a shorter one', () => {
  expect([1, 2, 3].map((periods) => dayAfter('monthly', '2028-01-31', periods))).toEqual([
    '2028-02-29',
    '2028-03-31',
    '2028-04-30',
  ]);
});

it('counts a day as missed once it has passed, and not on the day itself', () => {
  expect(missedDays('monthly', '2026-01-01', null, '2026-02-01', 9)).toEqual([]);
  expect(missedDays('monthly', '2026-01-01', null, '2026-02-02', 9)).toEqual(['2026-02-01']);
  expect(missedDays('monthly', '2026-01-01', '2026-02-01', '2026-04-02', 9)).toEqual(['2026-03-01', '2026-04-01']);
  expect(missedDays('irregular', '2026-01-01', null, '2099-01-01', 9)).toEqual([]);
});

it('returns each missed day exactly once, for any portion size', () => {
  const rate = fc.constantFrom('daily', 'weekly', 'monthly', 'quarterly');
  fc.assert(
    fc.property(rate, fc.integer({ min: 1, max: 20 }), (refresh, most) => {
      const all = missedDays(refresh, '2026-01-31', null, '2026-09-15', 1_000);
      const told: string[] = [];
      for (;;) {
        const more = missedDays(refresh, '2026-01-31', told.at(-1) ?? null, '2026-09-15', most);
        if (more.length === 0) break;
        told.push(...more);
      }
      expect(told).toEqual(all);
      expect(new Set(told).size).toBe(told.length);
    }),
  );
});
