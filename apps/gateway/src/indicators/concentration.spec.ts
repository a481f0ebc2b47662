import fc from 'fast-check';
import { r14b } from './catalogue/r1-4.js';
import { concentrated } from './concentration.js';
import type { Figure } from './figure.js';
import { valueOf } from './value.js';

const ofKey = (numerator: number, period = '2026', ...values: string[]): Figure => ({
  period,
  values,
  numerator,
  denominator: 0,
});
const valuesOf = (...counts: number[]) =>
  concentrated(counts.map((count) => ofKey(count))).map((figure) => valueOf(r14b, figure));

describe('the concentration of keys', () => {
  it('is zero for one key, and grows with the number of equal ones', () => {
    expect(valuesOf(7)).toEqual([0]);
    expect(valuesOf(2, 2)).toEqual([0.5]);
    expect(valuesOf(3, 1)).toEqual([0.375]);
    expect(valuesOf(...Array.from({ length: 250 }, () => 1))).toEqual([0.996]);
  });

  it('has no figure without keys, and so no value', () => {
    expect(valuesOf()).toEqual([]);
    expect(valueOf(r14b, ofKey(0))).toBeUndefined();
  });

  it('is computed for each period and each value of an axis', () => {
    const figures = concentrated([
      ofKey(1, '2025', 'europe'),
      ofKey(1, '2026', 'europe'),
      ofKey(1, '2026', 'europe'),
      ofKey(5, '2026', 'world'),
    ]);
    expect(figures).toEqual([
      { period: '2025', values: ['europe'], numerator: 0, denominator: 1 },
      { period: '2026', values: ['europe'], numerator: 2, denominator: 4 },
      { period: '2026', values: ['world'], numerator: 0, denominator: 25 },
    ]);
  });

  it('lies between 0 and 1, and is one minus the sum of squared shares', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 10_000 }), { minLength: 1, maxLength: 250 });
    const law = fc.property(counts, (all) => {
      const sum = all.reduce((total, each) => total + each, 0);
      const naive = 1 - all.reduce((total, each) => total + (each / sum) ** 2, 0);
      const [figure] = concentrated(all.map((each) => ofKey(each)));
      const value = (figure?.numerator ?? NaN) / (figure?.denominator ?? NaN);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
      expect(value).toBeCloseTo(naive, 9);
      expect(valuesOf(...all.toReversed())).toEqual(valuesOf(...all));
    });
    fc.assert(law);
  });
});
