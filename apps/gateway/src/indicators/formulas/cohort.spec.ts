import { calendarPeriodOf } from '@passerelle/domain/calendar-period';
import { addDays, addMonths } from '@passerelle/domain/period';
import fc from 'fast-check';
import { a12 } from '../catalogue/a1-2.js';
import { read } from './read.js';
import { tallied } from './seats.builder.js';

const [rule] = a12.rules;
if (rule === undefined) throw new Error('A1.2 has a rule');

interface History {
  readonly assessedOn?: string | undefined;
  readonly implementedOn?: string | undefined;
}

const root = 'practices/1';
const readOn = (data: object, day: string) => read(a12, rule, root, new Map([[root, { ...data }]]), day);
const tally = (data: object, day: string) => tallied(readOn(data, day));

const assessed = { assessedOn: '2024-03-31' };

describe('a practice that was assessed', () => {
  it('counts from the midnight after its 24 months', () => {
    expect(readOn(assessed, '2024-04-01')).toEqual({ contributions: [], changesOn: '2026-04-01' });
    expect(readOn(assessed, '2026-03-31')).toEqual({ contributions: [], changesOn: '2026-04-01' });
    expect(tally(assessed, '2026-04-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
    expect(readOn(assessed, '2026-04-01')).not.toHaveProperty('changesOn');
  });

  it('is of the share if it was implemented by the last of those days', () => {
    expect(tally({ ...assessed, implementedOn: '2026-03-31' }, '2026-06-01')).toEqual(['2026 1/1', '2026-Q1 1/1']);
    expect(tally({ ...assessed, implementedOn: '2026-04-01' }, '2026-06-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
    expect(tally({ ...assessed, implementedOn: 'soon' }, '2026-06-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
  });

  it('has until the last day of February after a leap day', () =>
    expect(readOn({ assessedOn: '2024-02-29' }, '2025-01-01').changesOn).toBe('2026-03-01'));

  it('never counts without an assessment, or when its months end after the calendar', () => {
    expect(readOn({ implementedOn: '2026-03-31' }, '2027-01-01')).toEqual({ contributions: [] });
    expect(readOn({ assessedOn: '2199-01-01' }, '2199-02-01')).toEqual({ contributions: [] });
    expect(readOn({ assessedOn: '2197-12-31' }, '2199-02-01').changesOn).toBe('2200-01-01');
  });
});

describe('laws of a cohort', () => {
  const day = fc.integer({ min: 0, max: 2_500 }).map((days) => addDays('2020-01-01', days));
  const maybe = fc.option(day, { nil: undefined });
  const histories = fc.array(fc.record({ assessedOn: maybe, implementedOn: maybe }), { maxLength: 12 });

  /** Counted year by year over all practices, as a reader of the definition would. */
  function countedByYear(practices: readonly History[], today: string): Map<string, [number, number]> {
    const years = new Map<string, [number, number]>();
    for (const { assessedOn, implementedOn } of practices) {
      if (assessedOn === undefined) continue;
      const last = addMonths(assessedOn, 24);
      if (last >= today) continue;
      const year = calendarPeriodOf(last, 'year').id;
      const [done, all] = years.get(year) ?? [0, 0];
      years.set(year, [done + (implementedOn !== undefined && implementedOn <= last ? 1 : 0), all + 1]);
    }
    return years;
  }

  it('its figures are those of a count over all practices, and never over 100 %', () => {
    const law = fc.property(histories, day, (practices, today) => {
      const sums = new Map<string, [number, number]>();
      for (const practice of practices)
        for (const { period, numerator, denominator } of readOn(practice, today).contributions) {
          const [done, all] = sums.get(period) ?? [0, 0];
          sums.set(period, [done + numerator, all + denominator]);
        }
      for (const [done, all] of sums.values()) expect(done).toBeLessThanOrEqual(all);
      const yearly = [...sums].filter(([period]) => !period.includes('Q'));
      expect(new Map(yearly)).toEqual(countedByYear(practices, today));
    });
    fc.assert(law);
  });

  it('stays the same until the midnight that it gives', () => {
    const law = fc.property(maybe, maybe, day, day, (assessedOn, implementedOn, today, other) => {
      const { contributions, changesOn } = readOn({ assessedOn, implementedOn }, today);
      if (changesOn !== undefined) expect(changesOn > today).toBe(true);
      if (today < other && other < (changesOn ?? '2029'))
        expect(readOn({ assessedOn, implementedOn }, other).contributions).toEqual(contributions);
    });
    fc.assert(law);
  });
});
