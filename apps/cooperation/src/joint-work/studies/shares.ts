import { distinct } from '@passerelle/domain/distinct';
import { BasisPoints, fromMinor, Money, splitByLargestRemainder, toMinor } from '@passerelle/domain/money';
import { Party } from '@passerelle/domain/party';
import { z } from 'zod';

// Who pays which share. A share that no source gives is left out, never assumed: an equal split would appear in the
// figures as if the parties had agreed to it.

export const Share = z
  .strictObject({
    party: Party,
    basisPoints: BasisPoints.optional().describe('Hundredths of a percent; for every party, or for none'),
  })
  .meta({ id: 'StudyShare' });
export type Share = z.infer<typeof Share>;

const whole = 10_000;

const isWhole = (shares: readonly Share[]): boolean => {
  const known = shares.flatMap(({ basisPoints }) => basisPoints ?? []);
  if (known.length === 0) return true;
  return known.length === shares.length && known.reduce((sum, part) => sum + part, 0) === whole;
};

export const Shares = z
  .array(Share)
  .min(2)
  .max(4)
  .refine((shares) => distinct(shares.map(({ party }) => party)), 'must not name a party twice')
  .refine(isWhole, {
    error: `must sum to ${whole} basis points, given for every party or for none`,
    params: { issue: 'sharesNotWhole' },
  });

export const Budget = Money.refine((budget) => toMinor(budget) > 0n, 'must be above zero; absent if not known');

export const ShareAmount = z.object({ party: Party, amount: Money }).meta({ id: 'StudyShareAmount' });
export type ShareAmount = z.infer<typeof ShareAmount>;

/** What each party pays, to the cent; null while the budget or the shares are unknown. */
export function shareAmounts(shares: readonly Share[], budget: Money | null | undefined): ShareAmount[] | null {
  const weights = shares.flatMap(({ basisPoints }) => basisPoints ?? []);
  if (!budget || weights.length < shares.length) return null;
  const cents = splitByLargestRemainder(toMinor(budget), weights);
  return shares.map(({ party }, index) => ({ party, amount: fromMinor(cents[index] ?? 0n) }));
}
