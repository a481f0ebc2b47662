import { addDays, type Period } from '@passerelle/domain/period';
import fc from 'fast-check';
import { vacantSince, type Term } from './vacancy.js';

const term = (startedOn: string, to?: string, suspensions: Period[] = []): Term => ({
  startedOn,
  endedOn: null,
  period: { from: startedOn, ...(to === undefined ? {} : { to }) },
  suspensions,
});
const year = { from: '2024-01-01', to: '2025-01-01' };

it('is none while a full member is in office, and begins on the day after the last one', () => {
  const gap = [term('2024-01-01', '2024-06-01'), term('2024-06-11', '2024-12-01')];
  expect(vacantSince(year, gap, '2024-05-31')).toBeNull();
  expect(vacantSince(year, gap, '2024-06-01')).toBe('2024-06-01');
  expect(vacantSince(year, gap, '2024-06-10')).toBe('2024-06-01');
  expect(vacantSince(year, gap, '2024-06-11')).toBeNull();
  expect(vacantSince(year, gap, '2024-12-31')).toBe('2024-12-01');
});

it('begins with the seat where nobody was in office yet, and is none outside its days', () => {
  expect(vacantSince(year, [], '2024-03-01')).toBe('2024-01-01');
  expect(vacantSince(year, [term('2023-01-01', '2023-12-01')], '2024-03-01')).toBe('2024-01-01');
  expect(vacantSince(year, [], '2023-12-31')).toBeNull();
  expect(vacantSince(year, [], '2025-01-01')).toBeNull();
  expect(vacantSince({ from: null, to: null }, [], '2024-03-01')).toBeNull();
});

it('lasts as long as a suspension', () => {
  const suspended = [term('2024-01-01', undefined, [{ from: '2024-02-01', to: '2024-03-01' }, { from: '2024-05-01' }])];
  expect(vacantSince(year, suspended, '2024-02-10')).toBe('2024-02-01');
  expect(vacantSince(year, suspended, '2024-03-01')).toBeNull();
  expect(vacantSince(year, suspended, '2024-09-01')).toBe('2024-05-01');
});

it('is what counting day by day gives', () => {
  const from = (days: number) => addDays('2024-01-01', days);
  const someTerm = fc.record({
    starts: fc.nat(300),
    lasts: fc.nat(120),
    ends: fc.option(fc.nat(120)),
    gap: fc.nat(100),
  });
  fc.assert(
    fc.property(fc.array(someTerm, { maxLength: 5 }), fc.nat(400), (some, asked) => {
      const terms = some.map(({ starts, lasts, ends, gap }): Term => ({
        startedOn: from(starts),
        endedOn: ends === null ? null : from(starts + ends + 1),
        period: { from: from(starts), to: from(starts + lasts + 1) },
        suspensions: gap % 2 === 0 ? [] : [{ from: from(starts + gap), to: from(starts + gap + 5) }],
      }));
      const isServed = (day: string) =>
        terms.some(
          ({ startedOn, endedOn, period: { to = '~' }, suspensions }) =>
            startedOn <= day &&
            day < (endedOn ?? '~') &&
            day < to &&
            !suspensions.some((gap) => gap.from <= day && day < (gap.to ?? '~')),
        );
      let expected: string | null = null;
      for (let day = year.from; day <= from(asked) && day < year.to; day = addDays(day, 1))
        expected = isServed(day) ? null : (expected ?? day);
      expect(vacantSince(year, terms, from(asked))).toBe(from(asked) < year.to ? expected : null);
    }),
  );
});
