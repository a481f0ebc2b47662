import { calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import { a13b } from '../catalogue/a1-3.js';
import { points, r23, r23b } from '../catalogue/r2-3.js';
import type { Definition } from '../definition.schema.js';
import { read } from './read.js';

const root = 'offices/1';
const readingOf = (definition: Definition) => (data: object, day: string) => {
  const [rule] = definition.rules;
  if (rule === undefined) throw new Error('it has a rule');
  return read(definition, rule, root, new Map([[root, { ...data }]]), day);
};
const counted = (definition: Definition, data: object, day: string): string[] =>
  readingOf(definition)(data, day).contributions.map(({ period, numerator }) => `${period} ${numerator}`);

const chair = { role: 'president', tookOfficeOn: '2026-01-15' };

describe('an office', () => {
  it('counts with its points as it is on the last day that is over, while a period runs', () => {
    expect(counted(r23, chair, '2026-01-15')).toEqual([]);
    expect(counted(r23, chair, '2026-01-16')).toEqual(['2026 3', '2026-Q1 3']);
    expect(counted(r23b, chair, '2026-01-16')).toEqual(['2026 1', '2026-Q1 1']);
  });

  it('counts on its last day in office, and no longer on the next', () => {
    expect(counted(r23, { ...chair, leftOfficeOn: '2026-03-31' }, '2026-08-01')).toEqual(['2026-Q1 3']);
    expect(counted(r23, { ...chair, leftOfficeOn: '2026-03-30' }, '2026-08-01')).toEqual([]);
    expect(counted(r23, { ...chair, leftOfficeOn: '2026-03-31' }, '2026-04-01')).toEqual(['2026 3', '2026-Q1 3']);
  });

  it('does not count without points, or before it was taken', () => {
    expect(counted(r23, { ...chair, role: 'member' }, '2026-08-01')).toEqual([]);
    expect(counted(r23b, { ...chair, role: 'rapporteur' }, '2026-08-01')).toEqual([]);
    expect(counted(r23, { role: 'board', status: 'inOffice' }, '2026-08-01')).toEqual([]);
    expect(counted(r23, { ...chair, leftOfficeOn: '2026-01-01' }, '2026-08-01')).toEqual([]);
  });

  it('is looked at again the day after it begins, after each quarter, and after it ends', () => {
    const reading = readingOf(r23);
    expect(reading(chair, '2025-12-01').changesOn).toBe('2026-01-16');
    expect(reading(chair, '2026-01-16').changesOn).toBe('2026-04-02');
    expect(reading({ ...chair, leftOfficeOn: '2026-03-01' }, '2026-01-16').changesOn).toBe('2026-03-03');
    expect(reading({ ...chair, leftOfficeOn: '2026-03-01' }, '2026-03-03').changesOn).toBeUndefined();
  });
});

it('a practice no longer waits on the day of its decision', () => {
  const waiting = (decidedOn?: string) =>
    counted(a13b, { capturedOn: '2026-02-01', ...(decidedOn === undefined ? {} : { decidedOn }) }, '2026-08-01');
  expect(waiting()).toEqual(['2026 1', '2026-Q1 1', '2026-Q2 1', '2026-Q3 1']);
  expect(waiting('2026-03-31')).toEqual([]);
  expect(waiting('2026-04-01')).toEqual(['2026-Q1 1']);
});

describe('laws of a stock', () => {
  const someDay = fc.integer({ min: 0, max: 800 }).map((days) => addDays('2025-06-01', days));
  const maybe = fc.option(someDay, { nil: undefined, freq: 3 });
  const anOffice = fc.record({
    role: fc.constantFrom(...Object.keys(points), 'member'),
    tookOfficeOn: maybe,
    leftOfficeOn: maybe,
  });

  it('equals a look at one day of each period', () => {
    const law = fc.property(anOffice, someDay, (office, today) => {
      const { role, tookOfficeOn, leftOfficeOn } = office;
      const weight = new Map<string, number>(Object.entries(points)).get(role);
      const isInOffice = (day: string): boolean =>
        tookOfficeOn !== undefined && tookOfficeOn <= day && (leftOfficeOn === undefined || day <= leftOfficeOn);
      const expected = calendarPeriodsTouching('2025-01-01', '2028-12-31', ['year', 'quarter']).flatMap(
        ({ id, from, to }) => {
          const on = addDays(to < today ? to : today, -1);
          return on < from || weight === undefined || !isInOffice(on) ? [] : [`${id} ${weight}`];
        },
      );
      expect(counted(r23, office, today)).toEqual(expected);
    });
    fc.assert(law);
  });

  it('stays the same until the midnight that it gives', () => {
    const law = fc.property(anOffice, someDay, someDay, (office, today, other) => {
      const { contributions, changesOn } = readingOf(r23)(office, today);
      if (changesOn !== undefined) expect(changesOn > today).toBe(true);
      const days = changesOn === undefined ? [other] : [other, addDays(changesOn, -1)];
      for (const day of days.filter((each) => today < each && each < (changesOn ?? '2029')))
        expect(readingOf(r23)(office, day).contributions).toEqual(contributions);
    });
    fc.assert(law);
  });
});
