import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { o12 } from '../catalogue/o1-2.js';
import { read } from './read.js';

const [rule] = o12.rules;
if (rule === undefined) throw new Error('O1.2 has a rule');

const root = 'consultations/1';
const readOn = (data: RecordData, day: string) =>
  read(o12, rule, root, new Map([[root, { status: 'timeframeAgreed', direction: 'incoming', ...data }]]), day);
const tallies = (data: RecordData, day: string) =>
  readOn(data, day).contributions.map(({ period, numerator, denominator }) => `${period} ${numerator}/${denominator}`);

describe('a consultation counts once its time-frame has passed', () => {
  it('not on its last day, and from the next midnight on', () => {
    expect(readOn({ dueOn: '2026-03-31' }, '2026-03-31')).toEqual({ contributions: [], changesOn: '2026-04-01' });
    expect(tallies({ dueOn: '2026-03-31' }, '2026-04-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
    expect(readOn({ dueOn: '2026-03-31' }, '2026-04-01')).not.toHaveProperty('changesOn');
  });

  it('as done if there is an opinion that is not late', () => {
    const due = { dueOn: '2026-03-31', opinionOn: '2026-03-31' };
    expect(tallies(due, '2026-05-01')).toEqual(['2026 1/1', '2026-Q1 1/1']);
    expect(tallies({ ...due, opinionLate: false }, '2026-05-01')).toEqual(['2026 1/1', '2026-Q1 1/1']);
    expect(tallies({ ...due, opinionLate: true }, '2026-05-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
    expect(tallies({ ...due, opinionOn: 'soon' }, '2026-05-01')).toEqual(['2026 0/1', '2026-Q1 0/1']);
  });

  it('never without a time-frame, nor when it was withdrawn', () => {
    expect(readOn({ opinionOn: '2026-03-01' }, '2026-05-01')).toEqual({ contributions: [] });
    expect(readOn({ dueOn: 'soon' }, '2026-05-01')).toEqual({ contributions: [] });
    expect(readOn({ dueOn: '2026-03-31', status: 'withdrawn' }, '2026-05-01')).toEqual({ contributions: [] });
  });

  it('in one year and one quarter, or gives the day on which it will', () => {
    const day = fc.integer({ min: 0, max: 20_000 }).map((days) => addDays('2000-01-01', days));
    const law = fc.property(day, day, fc.option(day, { nil: undefined }), (dueOn, today, opinionOn) => {
      const { contributions, changesOn } = readOn({ dueOn, opinionOn }, today);
      expect(contributions).toHaveLength(today > dueOn ? 2 : 0);
      expect(changesOn === undefined).toBe(today > dueOn);
      if (changesOn !== undefined) expect(changesOn > today).toBe(true);
      for (const { period, numerator, denominator } of contributions) {
        expect(period.startsWith(dueOn.slice(0, 4))).toBe(true);
        expect([numerator, denominator]).toEqual([opinionOn === undefined ? 0 : 1, 1]);
      }
    });
    fc.assert(law);
  });
});
