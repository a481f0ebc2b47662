import { calendarPeriodOf } from '@passerelle/domain/calendar-period';
import { fromMinor } from '@passerelle/domain/money';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { o32 } from '../catalogue/o3-2.js';
import { valueOf } from '../value.js';
import type { Contribution } from './family.js';
import { read } from './read.js';

// Payments, amounts and units together, as O3.2 reads them: cents over roles.

function contributionsOf(subject: string, data: RecordData): readonly Contribution[] {
  const rule = o32.rules.find(({ root }) => root === subject.split('/')[0]);
  if (rule === undefined) throw new Error(`O3.2 reads ${subject}`);
  return read(o32, rule, subject, new Map([[subject, data]]), '2026-12-31').contributions;
}

const shown = (contributions: readonly Contribution[], wanted: string): string[] =>
  contributions.flatMap(({ period, key, numerator, denominator }) =>
    period === wanted ? [`${key} ${numerator}/${denominator}`] : [],
  );

const money = (cents: number) => fromMinor(BigInt(cents));
const aYear = (state: RecordData) => ({ year: 2026, payments: [], ...state });

describe('the payments of a membership year', () => {
  const paid = aYear({
    fee: money(100_000),
    payments: [
      { on: '2025-12-20', amount: money(40_000) },
      { on: '2026-03-31', amount: money(60_000) },
    ],
  });

  it('count on the day of each, which may lie in another year', () => {
    const found = contributionsOf('membershipYears/1', paid);
    expect(shown(found, '2025')).toEqual(['membershipYears/1/1 40000/0']);
    expect(shown(found, '2026')).toEqual(['membershipYears/1/2 60000/0', 'membershipYears/1 0/0']);
    expect(shown(found, '2026-Q1')).toEqual(shown(found, '2026'));
    expect(shown(found, '2026-Q2')).toEqual(['membershipYears/1 0/0']);
  });

  it('are incomplete in the year and its quarters while the fee is unknown', () => {
    const found = contributionsOf('membershipYears/1', aYear({ payments: [{ on: '2026-01-05', amount: money(5) }] }));
    expect(shown(found, '2026')).toEqual(['membershipYears/1/1 5/0', 'membershipYears/1/unknown 0/0']);
    expect(shown(found, '2026-Q4')).toEqual(['membershipYears/1/unknown 0/0']);
    expect(shown(contributionsOf('membershipYears/1', aYear({ fee: money(0) })), '2026')).toEqual([
      'membershipYears/1 0/0',
    ]);
  });

  it('stop nothing, even if malformed', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (year, payments) => {
        for (const { numerator } of contributionsOf('membershipYears/1', { year, payments, fee: money(1) }))
          expect(numerator).toBe(0);
      }),
    );
  });
});

it('an active role is one unit; a briefing, an attendance and a withdrawn activity are none', () => {
  const role = { status: 'recorded', kind: 'conference', part: 'spoke', startsOn: '2026-02-01' };
  const units = (state: RecordData) => shown(contributionsOf('activities/1', { ...role, ...state }), '2026');
  expect(units({})).toEqual(['activities/1 0/1']);
  for (const state of [{ kind: 'briefing' }, { part: 'attended' }, { status: 'withdrawn' }, { startsOn: '2027-01-01' }])
    expect(units(state)).toEqual([]);
});

describe('the cost per active role', () => {
  const day = fc.integer({ min: 0, max: 1_000 }).map((days) => addDays('2025-01-01', days));
  const cents = fc.integer({ min: 0, max: 100_000_000 });
  const years = fc.array(
    fc.record({
      year: fc.constantFrom(2025, 2026, 2027),
      fee: fc.option(cents, { nil: undefined }),
      payments: fc.array(fc.record({ on: day, cents }), { maxLength: 4 }),
    }),
    { maxLength: 5 },
  );
  const visits = fc.array(fc.record({ endsOn: day, cost: fc.option(cents, { nil: undefined }) }), { maxLength: 5 });
  const roles = fc.array(day, { maxLength: 5 });

  it('is the naive sum in cents over the number of roles, in every period', () => {
    const law = fc.property(years, visits, roles, (fees, journeys, active) => {
      const all = [
        ...fees.flatMap(({ year, fee, payments }, n) =>
          contributionsOf(`membershipYears/${n}`, {
            year,
            ...(fee === undefined ? {} : { fee: money(fee) }),
            payments: payments.map(({ on, cents: paid }) => ({ on, amount: money(paid) })),
          }),
        ),
        ...journeys.flatMap(({ endsOn, cost }, n) =>
          contributionsOf(`visits/${n}`, {
            ...{ direction: 'outgoing', status: 'made', endsOn },
            ...(cost === undefined ? {} : { costTotal: money(cost) }),
          }),
        ),
        ...active.flatMap((startsOn, n) =>
          contributionsOf(`activities/${n}`, { status: 'recorded', kind: 'webinar', part: 'chaired', startsOn }),
        ),
      ];
      for (const kind of ['year', 'quarter'] as const)
        for (const from of ['2025-01-01', '2026-04-01', '2027-09-30']) {
          const { id } = calendarPeriodOf(from, kind);
          const isIn = (on: string) => calendarPeriodOf(on, kind).id === id;
          const paid = fees.flatMap(({ payments }) => payments).filter(({ on }) => isIn(on));
          const spent = journeys.filter(({ endsOn }) => isIn(endsOn));
          const naive = [...paid.map((each) => each.cents), ...spent.map(({ cost }) => cost ?? 0)];
          const found = all.filter(({ period }) => period === id);
          const sum = (of: (one: Contribution) => number) => found.reduce((total, one) => total + of(one), 0);
          expect(sum(({ numerator }) => numerator)).toBe(naive.reduce((total, each) => total + each, 0));
          expect(sum(({ denominator }) => denominator)).toBe(active.filter(isIn).length);
          expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
        }
    });
    fc.assert(law);
  });

  const value = (numerator: number, denominator: number, measured = 1, all = 1) =>
    valueOf(o32, { period: '2026', values: [], numerator, denominator, coverage: { measured, all } });

  it('is rounded to the cent once, and has no value without roles or known amounts', () => {
    expect(value(100_001, 2)).toBe(500.01);
    expect(value(10, 3)).toBe(0.03);
    expect(value(10, 0)).toBeUndefined();
    expect(value(0, 4, 0, 3)).toBeUndefined();
    expect(value(0, 4, 0, 0)).toBe(0);
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 12 }), fc.integer({ min: 1, max: 1_000 }), (sum, count) =>
        expect(Math.abs((value(sum, count) ?? NaN) - sum / count / 100)).toBeLessThan(0.005_1),
      ),
    );
  });
});
