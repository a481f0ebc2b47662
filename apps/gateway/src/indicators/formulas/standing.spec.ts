import { calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import { a42 } from '../catalogue/a4-2.js';
import { isFilled, isHeld, readingOf, someDay, someMandates, someSeat, tallied, type Held } from './seats.builder.js';

const reading = readingOf(a42);
const tally = (...asked: Parameters<typeof reading>) => tallied(reading(...asked));

const held = { heldFrom: '2026-01-01', level: 'belgium', departments: ['territorialKnowledge', 'bisa'] };
const inOffice = { startedOn: '2026-01-15', period: { from: '2026-01-15' }, suspensions: [] };

describe('a seat with a full member in office', () => {
  it('counts as it is on the last day that is over, while a period runs', () => {
    expect(tally(held, [inOffice], '2026-01-01')).toEqual([]);
    expect(tally(held, [inOffice], '2026-01-15')).toEqual(['2026 0/1', '2026-Q1 0/1']);
    expect(tally(held, [inOffice], '2026-01-16')).toEqual(['2026 1/1', '2026-Q1 1/1']);
  });

  it('counts as it was on the last day of a period that is over', () => {
    const left = { ...inOffice, endedOn: '2026-03-31' };
    expect(tally(held, [left], '2026-08-01')).toEqual(['2026 0/1', '2026-Q1 0/1', '2026-Q2 0/1', '2026-Q3 0/1']);
    expect(tally(held, [{ ...left, endedOn: '2026-04-01' }], '2026-08-01')[1]).toBe('2026-Q1 1/1');
  });

  it('does not count in a period on whose last day it is no longer held', () => {
    expect(tally({ ...held, heldTo: '2026-06-30' }, [inOffice], '2026-08-01')).toEqual(['2026-Q1 1/1']);
    expect(tally({ ...held, heldTo: '2026-07-01' }, [inOffice], '2026-08-01')).toEqual(['2026-Q1 1/1', '2026-Q2 1/1']);
    expect(tally({ ...held, heldTo: '2026-07-01' }, [inOffice], '2026-07-01')[0]).toBe('2026 1/1');
  });

  it('counts for the department among its own only', () => {
    expect(tally({ ...held, departments: ['housingReferent'] }, [inOffice], '2026-02-01')).toEqual([]);
    expect(tally({ ...held, departments: undefined }, [inOffice], '2026-02-01')).toEqual([]);
  });

  it('is not filled by a suspended mandate', () => {
    const suspensions = [{ from: '2026-03-30' }];
    expect(tally(held, [{ ...inOffice, suspensions }], '2026-04-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
  });

  it('is looked at again the day after something begins or ends', () => {
    expect(reading(held, [inOffice], '2025-12-01').changesOn).toBe('2026-01-02');
    expect(reading(held, [inOffice], '2026-01-02').changesOn).toBe('2026-01-16');
    expect(reading(held, [inOffice], '2026-01-16').changesOn).toBe('2026-04-02');
    expect(reading({ ...held, heldTo: '2026-03-01' }, [], '2026-01-16').changesOn).toBe('2026-03-02');
    expect(reading({ ...held, heldTo: '2026-03-01' }, [], '2026-03-02').changesOn).toBeUndefined();
  });
});

describe('laws of standing', () => {
  function countedByDay(seat: Held, mandates: Parameters<typeof isFilled>[0], today: string): string[] {
    return calendarPeriodsTouching('2025-01-01', '2028-12-31', ['year', 'quarter']).flatMap(({ id, from, to }) => {
      const on = addDays(to < today ? to : today, -1);
      if (on < from || !isHeld(seat, on)) return [];
      return [`${id} ${isFilled(mandates, on) ? 1 : 0}/1`];
    });
  }
  const bisa = { departments: ['bisa'] };

  it('equals a look at one day of each period', () => {
    const law = fc.property(someSeat, someMandates, someDay, (seat, mandates, today) =>
      expect(tally({ ...bisa, ...seat }, mandates, today)).toEqual(countedByDay(seat, mandates, today)),
    );
    fc.assert(law);
  });

  it('stays the same until the midnight that it gives', () => {
    const law = fc.property(someSeat, someMandates, someDay, someDay, (seat, mandates, today, other) => {
      const { contributions, changesOn } = reading({ ...bisa, ...seat }, mandates, today);
      if (changesOn !== undefined) expect(changesOn > today).toBe(true);
      const days = changesOn === undefined ? [other] : [other, addDays(changesOn, -1)];
      for (const day of days.filter((each) => today < each && each < (changesOn ?? '2029')))
        expect(reading({ ...bisa, ...seat }, mandates, day).contributions).toEqual(contributions);
    });
    fc.assert(law);
  });
});
