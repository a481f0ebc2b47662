import fc from 'fast-check';
import { a23 } from '../catalogue/a2-3.js';
import { read } from './read.js';
import { tallied } from './seats.builder.js';

const [rule] = a23.rules;
if (rule === undefined) throw new Error('A2.3 has a rule');

const root = 'activities/1';
const tally = (data: object) => {
  const state = { status: 'recorded', kind: 'briefing', startsOn: '2026-03-31', ...data };
  return tallied(read(a23, rule, root, new Map([[root, state]]), '2026-08-01'));
};
const attendance = { attended: 12, headcount: 40 };

describe('a briefing', () => {
  it('counts with its two numbers in the period of its first day', () =>
    expect(tally({ attendance })).toEqual(['2026 12/40', '2026-Q1 12/40']));

  it('counts with no one present, and not if no one was addressed', () => {
    expect(tally({ attendance: { attended: 0, headcount: 40 } })).toEqual(['2026 0/40', '2026-Q1 0/40']);
    expect(tally({ attendance: { attended: 0, headcount: 0 } })).toEqual([]);
  });

  it.each([
    ['no attendance', {}],
    ['one number only', { attendance: { attended: 12 } }],
    ['a text', { attendance: { ...attendance, attended: '12' } }],
    ['a negative number', { attendance: { ...attendance, attended: -1 } }],
    ['no day', { attendance, startsOn: undefined }],
    ['another kind', { attendance, kind: 'webinar' }],
    ['a withdrawn record', { attendance, status: 'withdrawn' }],
  ])('does not count with %s', (_, data) => expect(tally(data)).toEqual([]));

  it('adds up to the sums of both numbers', () => {
    const numbers = fc.record({ attended: fc.nat(500), headcount: fc.integer({ min: 1, max: 500 }) });
    const law = fc.property(fc.array(numbers, { maxLength: 8 }), (briefings) => {
      const sums = briefings
        .flatMap((each) => tally({ attendance: each }).filter((row) => row.startsWith('2026 ')))
        .map((row) => row.replace('2026 ', '').split('/').map(Number))
        .reduce((sum, [part = 0, whole = 0]) => [(sum[0] ?? 0) + part, (sum[1] ?? 0) + whole], [0, 0]);
      const sumOf = (field: 'attended' | 'headcount') => briefings.reduce((sum, each) => sum + each[field], 0);
      expect(sums).toEqual([sumOf('attended'), sumOf('headcount')]);
    });
    fc.assert(law);
  });
});
