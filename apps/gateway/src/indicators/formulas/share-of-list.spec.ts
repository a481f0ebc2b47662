import { calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays, addMonths } from '@passerelle/domain/period';
import { referenceList } from '@passerelle/domain/reference-list';
import fc from 'fast-check';
import { a14 } from '../catalogue/a1-4.js';
import { ofItsList } from '../list-figures.js';
import { read } from './read.js';

const [rule] = a14.rules;
if (rule === undefined) throw new Error('A1.4 has a rule');

const departments = referenceList('departments').entries.map(({ code }) => code);
const root = 'practices/1';
const readOn = (data: object, day: string) => read(a14, rule, root, new Map([[root, { ...data }]]), day);

/** `period key numerator` of each contribution. */
const counted = (data: object, day: string): string[] =>
  readOn(data, day).contributions.map(({ period, key, numerator }) => `${period} ${key} ${numerator}`);

const adopted = { capturedOn: '2026-02-01', adoptedOn: '2026-03-31', adoptedBy: ['bisa', 'schoolService'] };

describe('a practice', () => {
  it('is known from its first day on, and then names no department', () => {
    expect(counted({ capturedOn: '2026-02-01' }, '2026-02-01')).toEqual([]);
    expect(counted({ capturedOn: '2026-02-01' }, '2026-02-02')).toEqual([`2026 ${root} 0`, `2026-Q1 ${root} 0`]);
    expect(counted({ ...adopted, capturedOn: undefined }, '2027-01-01')).toEqual([]);
  });

  it('is known for every department, so that each of them has a figure', () => {
    const [known, ...named] = readOn(adopted, '2026-04-01').contributions;
    expect(known?.dimensions['department']).toEqual([...departments].sort());
    expect(named.slice(0, 2).map(({ dimensions }) => dimensions['department'])).toEqual([['bisa'], ['schoolService']]);
  });

  it('names the departments that adopted it, from the day of the decision on and for 24 months', () => {
    expect(counted(adopted, '2026-03-31').filter((row) => !row.includes(root))).toEqual([]);
    const quarters = counted(adopted, '2029-01-01').filter((row) => row.includes('-Q') && row.includes('bisa'));
    expect(quarters).toEqual(
      ['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4'].map(
        (quarter) => `${quarter} bisa 1`,
      ),
    );
  });

  it('names no department that is not in the list', () =>
    expect(counted({ ...adopted, adoptedBy: ['ibsa'] }, '2026-04-01')).toEqual([
      `2026 ${root} 0`,
      `2026-Q1 ${root} 0`,
    ]));
});

describe('the denominator of a figure', () => {
  const figure = { period: '2026', values: [], numerator: 2, denominator: 0 };
  const asOf = '2026-04-01T10:00:00.000Z';

  it('is the number of departments, or of those asked for', () => {
    expect(ofItsList(a14, figure, [], asOf).denominator).toBe(departments.length);
    expect(ofItsList(a14, figure, [{ dimension: 'theme', values: ['housing'] }], asOf).denominator).toBe(
      departments.length,
    );
    expect(ofItsList(a14, figure, [{ dimension: 'department', values: ['bisa'] }], asOf).denominator).toBe(1);
  });
});

describe('laws of a share of a list', () => {
  const someDay = fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2025-06-01', days));
  const maybe = fc.option(someDay, { nil: undefined, freq: 4 });
  const aPractice = fc.record({
    capturedOn: maybe,
    adoptedOn: maybe,
    adoptedBy: fc.subarray([...departments, 'dissolved']),
  });
  const contributionsOf = (practices: readonly object[], today: string) =>
    practices.flatMap((practice) => readOn(practice, today).contributions);

  it('equals a look at all practices on one day of each period', () => {
    const law = fc.property(fc.array(aPractice, { maxLength: 6 }), someDay, (practices, today) => {
      const contributions = contributionsOf(practices, today);
      const figures = calendarPeriodsTouching('2025-01-01', '2031-12-31', ['year', 'quarter']).flatMap(({ id }) => {
        const own = contributions.filter(({ period }) => period === id);
        const keys = new Set(own.filter(({ numerator }) => numerator > 0).map(({ key }) => key));
        return own.length === 0 ? [] : [`${id} ${[...keys].sort().join()}`];
      });
      const expected = calendarPeriodsTouching('2025-01-01', '2031-12-31', ['year', 'quarter']).flatMap(
        ({ id, from, to }) => {
          const on = addDays(to < today ? to : today, -1);
          const known = practices.filter(({ capturedOn }) => capturedOn !== undefined && capturedOn <= on);
          if (on < from || known.length === 0) return [];
          const named = departments.filter((department) =>
            known.some(
              ({ adoptedOn, adoptedBy }) =>
                adoptedOn !== undefined &&
                adoptedOn <= on &&
                on < addMonths(adoptedOn, 24) &&
                adoptedBy.includes(department),
            ),
          );
          return [`${id} ${named.sort().join()}`];
        },
      );
      expect(figures).toEqual(expected);
    });
    fc.assert(law);
  });

  it('stays the same until the midnight that it gives', () => {
    const law = fc.property(aPractice, someDay, someDay, (practice, today, other) => {
      const { contributions, changesOn } = readOn(practice, today);
      if (changesOn !== undefined) expect(changesOn > today).toBe(true);
      const days = changesOn === undefined ? [other] : [other, addDays(changesOn, -1)];
      for (const day of days.filter((each) => today < each && each < (changesOn ?? '2035')))
        expect(readOn(practice, day).contributions).toEqual(contributions);
    });
    fc.assert(law);
  });
});
