import { addDays } from '@passerelle/domain/period';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { o14 } from '../catalogue/o1-4.js';
import { read } from './read.js';

const [rule] = o14.rules;
if (rule === undefined) throw new Error('O1.4 has a rule');

const root = 'plans/1';
const tallies = (data: RecordData) =>
  read(o14, rule, root, new Map([[root, data]]), '2026-07-01').contributions.map(
    ({ period, numerator, denominator }) => `${period} ${numerator}/${denominator}`,
  );

describe('a plan is measured from its first notice to its first inquiry', () => {
  it('in the period of the inquiry, negative if the notice came later', () => {
    expect(tallies({ firstNoticeOn: '2025-12-01', firstInquiryOn: '2026-01-15' })).toEqual([
      '2026 45/1',
      '2026-Q1 45/1',
    ]);
    expect(tallies({ firstNoticeOn: '2026-02-01', firstInquiryOn: '2026-01-15' })).toEqual([
      '2026 -17/1',
      '2026-Q1 -17/1',
    ]);
  });

  it('counts as not measured without a notice, and does not count without an inquiry', () => {
    expect(tallies({ firstInquiryOn: '2026-01-15' })).toEqual(['2026 0/0', '2026-Q1 0/0']);
    expect(tallies({ firstNoticeOn: '2026-01-15' })).toEqual([]);
    expect(tallies({ firstNoticeOn: 7, firstInquiryOn: '2026-02-30' })).toEqual([]);
  });

  it('by the number of days between', () => {
    const law = fc.property(
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: -3000, max: 3000 }),
      (start, days) => {
        const firstNoticeOn = addDays('2000-01-01', start);
        const firstInquiryOn = addDays(firstNoticeOn, days);
        for (const tally of tallies({ firstNoticeOn, firstInquiryOn })) expect(tally).toContain(` ${days}/1`);
      },
    );
    fc.assert(law);
  });
});
