import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { Obligation } from '../agreements/agreements.api.js';
import { missedPeriods } from './cadence.js';

const owed = (
  countingRule: 'rolling' | 'calendarPeriod',
  monitoredFrom: string,
  cadence: 'P3M' | 'P1Y' = 'P3M',
): Obligation => ({
  ...{ code: 'meets', text: { fr: 'Réunions' }, tier: 'administrative', source: 'Invented for this test' },
  ...{ cadence, countingRule, monitoredFrom },
});
const spans = (missed: readonly { from: string; to: string }[]) => missed.map(({ from, to }) => [from, to]);

describe('meetings owed at a rolling cadence', () => {
  it('count from the first day, so that the 31st returns after a shorter month', () => {
    expect(spans(missedPeriods(owed('rolling', '2025-08-31'), [], '2026-11-29'))).toEqual([
      ['2025-08-31', '2025-11-30'],
      ['2025-11-30', '2026-02-28'],
      ['2026-02-28', '2026-05-31'],
      ['2026-05-31', '2026-08-31'],
    ]);
    expect(missedPeriods(owed('rolling', '2025-08-31'), [], '2026-12-01')).toHaveLength(5);
  });

  it('count from the last meeting, once one was held', () => {
    expect(spans(missedPeriods(owed('rolling', '2025-08-31'), ['2026-01-31'], '2026-11-29'))).toEqual([
      ['2025-08-31', '2025-11-30'],
      ['2026-01-31', '2026-04-30'],
      ['2026-04-30', '2026-07-31'],
      ['2026-07-31', '2026-10-31'],
    ]);
  });

  it('return to 29 February in each leap year', () => {
    const missed = spans(missedPeriods(owed('rolling', '2024-02-29', 'P1Y'), [], '2029-01-01'));
    expect(missed.map(([, to]) => to)).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29']);
  });

  it('miss adjoining periods, none of which contains a meeting', () => {
    const day = fc.integer({ min: 0, max: 2000 }).map((n) => addDays('2020-01-31', n));
    fc.assert(
      fc.property(day, fc.array(day, { maxLength: 8 }), day, (from, held, today) => {
        const missed = missedPeriods(owed('rolling', from), held, today);
        for (const [n, { from: begun, to }] of missed.entries()) {
          expect(held.filter((meeting) => meeting > begun && meeting <= to)).toEqual([]);
          expect(to < today && begun >= (missed[n - 1]?.to ?? from)).toBe(true);
        }
      }),
    );
  });
});

it('meetings owed per calendar period are judged for whole periods', () => {
  const missed = missedPeriods(owed('calendarPeriod', '2025-08-31'), ['2026-02-01'], '2026-11-29');
  expect(missed.map(({ period }) => period)).toEqual(['2025-Q4', '2026-Q2', '2026-Q3']);
});
