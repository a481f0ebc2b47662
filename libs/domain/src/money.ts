import { z } from 'zod';

// At most 13 digits before the point: in cents that is under 10^15, which a JSON number and a PostgreSQL bigint both represent exactly.
const amount = /^(?!-0(?:\.0{1,2})?$)-?(?:0|[1-9]\d{0,12})(?:\.\d{1,2})?$/;

/** An amount as a decimal string with at most two decimals, so that no reader rounds it. Only the euro, in v1. */
export const Money = z
  .strictObject({
    amount: z.string().max(17).regex(amount).describe('At most two decimals'),
    currency: z.literal('EUR').describe('Only the euro'),
  })
  .meta({ id: 'Money', description: 'An amount, as a text, so that no reader rounds it' });
export type Money = z.infer<typeof Money>;

/** A rate or a share in hundredths of a percent: 6000 is 60 %. */
export const BasisPoints = z.int().min(0).max(10_000);
export type BasisPoints = z.infer<typeof BasisPoints>;

/** Cents. */
export function toMinor({ amount }: Money): bigint {
  const [units = '', decimals = ''] = amount.split('.');
  return BigInt(units + decimals.padEnd(2, '0'));
}

export function fromMinor(minor: bigint): Money {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  const sign = minor < 0n ? '-' : '';
  return { amount: `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`, currency: 'EUR' };
}

/**
 * Splits a total of cents in proportion to whole, non-negative weights. The shares sum to the total exactly and each is
 * less than one cent from its exact value; cents left over go to the largest remainders, on a tie to the first listed.
 */
export function splitByLargestRemainder(total: bigint, weights: readonly (bigint | number)[]): bigint[] {
  if (total < 0n) return splitByLargestRemainder(-total, weights).map((share) => -share);
  const parts = weights.map(BigInt);
  const sum = parts.reduce((all, part) => all + part, 0n);
  if (sum === 0n || parts.some((part) => part < 0n))
    throw new RangeError('weights must be non-negative and not all zero');

  const shares = parts.map((part, index) => ({ index, cents: (total * part) / sum, remainder: (total * part) % sum }));
  const leftOver = Number(total - shares.reduce((all, { cents }) => all + cents, 0n));
  const favoured = new Set(
    shares
      .toSorted((a, b) => Number(b.remainder > a.remainder) - Number(b.remainder < a.remainder))
      .slice(0, leftOver)
      .map(({ index }) => index),
  );
  return shares.map(({ index, cents }) => (favoured.has(index) ? cents + 1n : cents));
}
