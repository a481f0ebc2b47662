import fc from 'fast-check';
import { BasisPoints, fromMinor, Money, splitByLargestRemainder, toMinor } from './money.js';

const euros = (amount: string) => ({ amount, currency: 'EUR' });
const accepts = (amount: string) => Money.safeParse(euros(amount)).success;

const someCents = fc.bigInt({ min: -(10n ** 14n), max: 10n ** 14n });
const someWeights = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 6n }), { minLength: 1, maxLength: 30 })
  .filter((weights) => weights.some((weight) => weight > 0n));

const sum = (parts: readonly bigint[]) => parts.reduce((all, part) => all + part, 0n);
const absolute = (n: bigint) => (n < 0n ? -n : n);

describe('money', () => {
  it.each(['0', '0.5', '1234.50', '-12.05', '9999999999999.99'])('accepts %s', (amount) =>
    expect(accepts(amount)).toBe(true),
  );

  it.each(['', '.5', '1.', '1,50', '1.234', '01', '+1', '-0', '-0.00', '1e3', ' 1', '1\n', '10000000000000'])(
    'refuses %j',
    (amount) => expect(accepts(amount)).toBe(false),
  );

  it('accepts only the euro', () => {
    expect(Money.safeParse({ amount: '1.00', currency: 'USD' }).success).toBe(false);
  });

  it('counts in cents', () => {
    expect(toMinor(Money.parse(euros('1234.5')))).toBe(123450n);
    expect(toMinor(Money.parse(euros('-0.05')))).toBe(-5n);
    expect(fromMinor(-5n)).toEqual(euros('-0.05'));
  });

  it('is the same after a round trip through cents, and the schema accepts it', () => {
    fc.assert(fc.property(someCents, (cents) => expect(toMinor(Money.parse(fromMinor(cents)))).toBe(cents)));
  });
});

describe('a split by largest remainder', () => {
  it('gives leftover cents to the largest remainders, on a tie to the first', () => {
    expect(splitByLargestRemainder(100n, [1, 1, 1])).toEqual([34n, 33n, 33n]);
    expect(splitByLargestRemainder(10n, [1, 6, 8])).toEqual([1n, 4n, 5n]);
  });

  it('sums to the total exactly, and no share is a cent or more from its exact value', () => {
    fc.assert(
      fc.property(someCents, someWeights, (total, weights) => {
        const shares = splitByLargestRemainder(total, weights);
        const whole = sum(weights);
        expect(sum(shares)).toBe(total);
        shares.forEach((share, index) => {
          expect(absolute(share * whole - total * (weights[index] ?? 0n))).toBeLessThan(whole);
        });
      }),
    );
  });

  it('gives nothing to a weight of zero', () => {
    fc.assert(
      fc.property(someCents, someWeights, (total, weights) => {
        expect(splitByLargestRemainder(total, [...weights, 0n]).at(-1)).toBe(0n);
      }),
    );
  });

  it.each([[[]], [[0, 0]], [[2, -1]], [[0.5, 0.5]]])('refuses the weights %j', (weights) => {
    expect(() => splitByLargestRemainder(100n, weights)).toThrow(RangeError);
  });
});

it('counts rates in basis points', () => {
  expect([0, 6000, 10_000].every((rate) => BasisPoints.safeParse(rate).success)).toBe(true);
  expect([-1, 10_001, 0.5, '60'].some((rate) => BasisPoints.safeParse(rate).success)).toBe(false);
});
