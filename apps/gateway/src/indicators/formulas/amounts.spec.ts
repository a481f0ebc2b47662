import { fromMinor } from '@passerelle/domain/money';
import fc from 'fast-check';
import type { RecordData } from '../../ledger/ledger.api.js';
import { o15b } from '../catalogue/o1-5.js';
import { read } from './read.js';

const [rule] = o15b.rules;
if (rule === undefined) throw new Error('O1.5b has a rule');

const root = 'jointStudies/1';
const readOf = (data: RecordData) =>
  read(o15b, rule, root, new Map([[root, { status: 'running', ...data }]]), '2026-07-01').contributions;
const share = (party: string, cents: number | bigint) => ({ party, amount: fromMinor(BigInt(cents)) });
const year = { runsFrom: '2026-01-01', runsTo: '2026-02-01' };

describe('amounts of a running study', () => {
  it('count in cents, each under its party, without those of the home region', () => {
    const shareAmounts = [share('BE-BRU', 5_000), share('BE-VLG', 3_001), share('BE-WAL', 1_999)];
    const found = readOf({ ...year, shareAmounts }).filter(({ period }) => period === '2026');
    expect(found.map(({ key, numerator, dimensions }) => [key, numerator, dimensions['party']])).toEqual([
      ['jointStudies/1/2', 3_001, ['BE-VLG']],
      ['jointStudies/1/3', 1_999, ['BE-WAL']],
    ]);
    expect(found.map(({ denominator }) => denominator)).toEqual([1, 1]);
  });

  it('count as not measured while they are unknown, each under its party', () => {
    const shares = [{ party: 'BE-BRU' }, { party: 'BE-VLG' }, { party: 'BE-WAL' }];
    const found = readOf({ ...year, shares }).filter(({ period }) => period === '2026');
    expect(
      found.map(({ key, numerator, denominator, dimensions }) => [key, numerator, denominator, dimensions['party']]),
    ).toEqual([
      ['jointStudies/1/2', 0, 0, ['BE-VLG']],
      ['jointStudies/1/3', 0, 0, ['BE-WAL']],
    ]);
    const known = readOf({ ...year, shares, shareAmounts: [share('BE-BRU', 1), share('BE-VLG', 1)] });
    expect(known.map(({ denominator }) => denominator)).toEqual([1, 1]);
  });

  it('count in every period that the study overlaps, and in none before it runs or if it was abandoned', () => {
    const shareAmounts = [share('BE-VLG', 100)];
    expect(readOf({ ...year, shareAmounts }).map(({ period }) => period)).toEqual(['2026', '2026-Q1']);
    expect(readOf({ runsFrom: '2026-03-01', shareAmounts }).map(({ period }) => period)).toEqual([
      '2026',
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
    ]);
    expect(readOf({ shareAmounts })).toEqual([]);
    expect(readOf({ ...year, shareAmounts, status: 'cancelled' })).toEqual([]);
  });

  it('count as not measured if no amount can be read', () => {
    const odd = [{ party: 'BE-VLG' }, { party: 'BE-VLG', amount: '12.00' }, 'BE-VLG', null, [7], share('BE-VLG', 1)];
    const ofYear = (data: RecordData) =>
      readOf({ ...year, ...data }).flatMap(({ period, key, numerator, denominator }) =>
        period === '2026' ? [`${key} ${numerator}/${denominator}`] : [],
      );
    expect(ofYear({ shareAmounts: odd })).toEqual([
      'jointStudies/1/1 0/0',
      'jointStudies/1/2 0/0',
      'jointStudies/1/6 1/1',
    ]);
    for (const shareAmounts of [undefined, 'much', [], [7]])
      expect(ofYear({ shareAmounts })).toEqual(['jointStudies/1 0/0']);
  });

  it('have distinct keys and lose no cent, even if a party is listed repeatedly', () => {
    const cents = fc.array(fc.bigInt({ min: 0n, max: 99_999_999_999_999n }), { maxLength: 10 });
    const law = fc.property(cents, (all) => {
      const found = readOf({ ...year, shareAmounts: all.map((each) => share('BE-WAL', each)) });
      const ofYear = found.filter(({ period }) => period === '2026');
      expect(new Set(ofYear.map(({ key }) => key)).size).toBe(Math.max(1, all.length));
      expect(ofYear.reduce((sum, { numerator }) => sum + BigInt(numerator), 0n)).toBe(
        all.reduce((sum, each) => sum + each, 0n),
      );
    });
    fc.assert(law);
  });
});
