import { calendarPeriod, calendarPeriodsTouching } from '@passerelle/domain/calendar-period';
import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import { o21 } from '../catalogue/o2-1.js';
import { Definition } from '../definition.schema.js';
import { isFilled, isHeld, readingOf, someDay, someMandates, someSeat, tallied, type Held } from './seats.builder.js';

const reading = readingOf(o21);
const tally = (...asked: Parameters<typeof reading>) => tallied(reading(...asked));

const held = { heldFrom: '2026-01-01', level: 'europe', departments: ['bisa'], holderKind: 'region' };
const inOffice = { startedOn: '2026-01-01', period: { from: '2026-01-01' }, suspensions: [] };

describe('the vacancy of a seat', () => {
  it('is the days without a full member, of those that are over', () => {
    expect(tally(held, [], '2026-01-01')).toEqual([]);
    expect(tally(held, [], '2026-01-02')).toEqual(['2026 1/1', '2026-Q1 1/1']);
    expect(tally(held, [inOffice], '2026-04-02')).toEqual(['2026 0/91', '2026-Q1 0/90', '2026-Q2 0/1']);
  });

  it('counts a gap of ten days between two mandates as ten days', () => {
    const left = { ...inOffice, endedOn: '2026-02-10' };
    const next = { ...inOffice, startedOn: '2026-02-20' };
    expect(tally(held, [left, next], '2026-05-01')).toEqual(['2026 10/120', '2026-Q1 10/90', '2026-Q2 0/30']);
    expect(tally(held, [left, { ...next, startedOn: '2026-02-10' }], '2026-05-01')[0]).toBe('2026 0/120');
  });

  it('splits a gap across the end of a year', () => {
    const left = { ...inOffice, endedOn: '2026-12-27' };
    const next = { ...inOffice, startedOn: '2027-01-06' };
    const found = tally(held, [left, next], '2027-02-01');
    expect(found).toEqual(expect.arrayContaining(['2026 5/365', '2026-Q4 5/92', '2027 5/31', '2027-Q1 5/31']));
  });

  it('ends a mandate with its period, without an act that ends it', () => {
    expect(tally(held, [{ ...inOffice, period: { from: '2026-01-01', to: '2026-03-01' } }], '2026-04-01')[0]).toBe(
      '2026 31/90',
    );
  });

  it('is not filled by a suspended mandate, an alternate, a proposal, or a mandate that was taken back', () => {
    const suspensions = [{ from: '2026-02-01', to: '2026-02-11' }, { from: '2026-03-22' }];
    expect(tally(held, [{ ...inOffice, suspensions }], '2026-04-01')[0]).toBe('2026 20/90');
    for (const other of [{ role: 'alternate' }, { startedOn: undefined }, { retractedAt: '2026-01-05T00:00:00Z' }])
      expect(tally(held, [{ ...inOffice, ...other }], '2026-04-01')[0]).toBe('2026 90/90');
  });

  it('is that of the turn of Brussels, on a seat that rotates', () => {
    const turn = { ...held, heldTo: '2026-07-01' };
    const { contributions, ...rest } = reading(turn, [inOffice], '2026-09-01');
    expect(tallied({ contributions })).toEqual(['2026 0/181', '2026-Q1 0/90', '2026-Q2 0/91']);
    expect(rest).toEqual({});
    expect(reading({ level: 'europe' }, [inOffice], '2026-09-01')).toEqual({ contributions: [] });
  });

  it('has the dimensions of the seat', () => {
    const [contribution] = reading(held, [], '2026-02-01').contributions;
    expect(contribution).toMatchObject({
      key: 'seats/1',
      subject: 'seats/1',
      dimensions: { level: ['europe'], department: ['bisa'], holderKind: ['region'] },
    });
  });

  it('changes at every midnight until the seat ends, and at none after', () => {
    const turn = { ...held, heldTo: '2026-07-01' };
    expect(reading(turn, [], '2025-11-30').changesOn).toBe('2026-01-02');
    expect(reading(turn, [], '2026-03-05').changesOn).toBe('2026-03-06');
    expect(reading(turn, [], '2026-06-30').changesOn).toBe('2026-07-01');
    expect(reading(turn, [], '2026-07-01').changesOn).toBeUndefined();
  });
});

describe('laws of overlap', () => {
  const covering = readingOf(
    Definition.parse({
      ...o21,
      code: 'O9.1',
      rules: o21.rules.map((rule) => ({ ...rule, formula: { ...rule.formula, days: 'with' } })),
    }),
  );

  /** The days that are over, one by one. */
  function countedOneByOne(seat: Held, mandates: Parameters<typeof isFilled>[0], today: string): string[] {
    const days: string[] = [];
    for (let day = '2025-06-01'; day < today; day = addDays(day, 1)) if (isHeld(seat, day)) days.push(day);
    return calendarPeriodsTouching('2025-01-01', '2028-12-31', ['year', 'quarter']).flatMap(({ id, from, to }) => {
      const within = days.filter((day) => from <= day && day < to);
      const bare = within.filter((day) => !isFilled(mandates, day));
      return within.length === 0 ? [] : [`${id} ${bare.length}/${within.length}`];
    });
  }

  it('equals a count of the days one by one', () => {
    const law = fc.property(someSeat, someMandates, someDay, (seat, mandates, today) =>
      expect(tally(seat, mandates, today)).toEqual(countedOneByOne(seat, mandates, today)),
    );
    fc.assert(law);
  });

  it('days with and days without a child are all days', () => {
    const law = fc.property(someSeat, someMandates, someDay, (seat, mandates, today) => {
      const bare = reading(seat, mandates, today).contributions;
      const covered = covering(seat, mandates, today).contributions;
      for (const [n, { numerator, denominator }] of bare.entries())
        expect(numerator + (covered[n]?.numerator ?? NaN)).toBe(denominator);
    });
    fc.assert(law);
  });

  it('leaves periods that are over as they are, and changes at the very midnight that it gives', () => {
    const law = fc.property(someSeat, someMandates, someDay, (seat, mandates, today) => {
      const { contributions, changesOn } = reading(seat, mandates, today);
      const next = reading(seat, mandates, changesOn ?? addDays(today, 1)).contributions;
      const over = contributions.filter(({ period }) => calendarPeriod(period).to <= today);
      expect(next).toEqual(expect.arrayContaining(over));
      if (changesOn === undefined) expect(next).toEqual(contributions);
      else expect(next).not.toEqual(contributions);
    });
    fc.assert(law);
  });
});
