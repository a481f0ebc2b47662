import { fromMinor, toMinor } from '@passerelle/domain/money';
import { Party } from '@passerelle/domain/party';
import fc from 'fast-check';
import { Budget, shareAmounts, Shares, type Share } from './shares.js';

/** Two to four parties whose shares, some possibly zero, add up to the whole. */
const shares = fc.uniqueArray(fc.constantFrom(...Party.options), { minLength: 2, maxLength: 4 }).chain((parties) =>
  fc
    .array(fc.integer({ min: 0, max: 10_000 }), { minLength: parties.length - 1, maxLength: parties.length - 1 })
    .map((cuts): Share[] => {
      const sorted = [0, ...cuts.toSorted((one, other) => one - other), 10_000];
      return parties.map((party, index) => ({
        party,
        basisPoints: (sorted[index + 1] ?? 0) - (sorted[index] ?? 0),
      }));
    }),
);
const cents = fc.bigInt({ min: 1n, max: 999_999_999_999_999n });

it('I6 accepts the shares of two to four parties that add up to the whole, and no others', () => {
  fc.assert(
    fc.property(shares, fc.integer({ min: 1, max: 10_000 }), (given, off) => {
      expect(Shares.safeParse(given).success).toBe(true);
      const [first, ...others] = given;
      const wrong = [{ ...first, basisPoints: (first?.basisPoints ?? 0) + off }, ...others];
      expect(Shares.safeParse(wrong).success).toBe(false);
    }),
  );
});

it('divides any budget to the cent, each share within a cent of its exact value', () => {
  fc.assert(
    fc.property(shares, cents, (given, total) => {
      const amounts = shareAmounts(given, fromMinor(total)) ?? [];
      expect(amounts.map(({ party }) => party)).toEqual(given.map(({ party }) => party));
      const parts = amounts.map(({ amount }) => toMinor(amount));
      expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      for (const [index, part] of parts.entries()) {
        const error = part * 10_000n - total * BigInt(given[index]?.basisPoints ?? 0);
        expect(error > -10_000n && error < 10_000n).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

const half = (party: string) => ({ party, basisPoints: 5000 });

it.each([
  ['a sum below the whole', [half('BE-BRU'), { party: 'BE-VLG', basisPoints: 4999 }], 'sharesNotWhole'],
  ['a share missing while others are given', [half('BE-BRU'), half('BE-VLG'), { party: 'BE-WAL' }], 'sharesNotWhole'],
])('refuses %s', (_, given, issue) => {
  expect(Shares.safeParse(given).error?.issues).toMatchObject([{ params: { issue } }]);
});

it('refuses a single party, a repeated party and half a basis point', () => {
  for (const given of [
    [{ party: 'BE-BRU', basisPoints: 10_000 }],
    [half('BE-BRU'), half('BE-BRU')],
    [
      { party: 'BE-BRU', basisPoints: 4999.5 },
      { party: 'BE-VLG', basisPoints: 5000.5 },
    ],
  ])
    expect(Shares.safeParse(given).success).toBe(false);
});

it('infers neither a share nor an amount', () => {
  const unknown = Shares.parse([{ party: 'BE-BRU' }, { party: 'BE-VLG' }]);
  expect(shareAmounts(unknown, { amount: '1000', currency: 'EUR' })).toBeNull();
  expect(shareAmounts(Shares.parse([half('BE-BRU'), half('BE-VLG')]), undefined)).toBeNull();
  expect(Budget.safeParse({ amount: '0.00', currency: 'EUR' }).success).toBe(false);
});
