import type { Rule } from '../definition.schema.js';
import type { Contribution, Reading } from './family.js';

// Amounts per unit: amounts have no denominator and units no numerator, so that both are the sums of their records. An
// unknown amount shows in its key, for nothing else of it does: it is no zero, and the coverage counts it.

const unknown = '/unknown';

/** The key of an unknown amount, as a pattern of SQL. */
export const unknownKeys = `%${unknown}`;

/** Contributions of a formula as amounts, or as units. */
export function perUnit({ units }: Rule, { contributions, ...rest }: Reading): Reading {
  return { ...rest, contributions: contributions.map(units === true ? asUnit : asAmount) };
}

const asUnit = (contribution: Contribution): Contribution => ({ ...contribution, numerator: 0, denominator: 1 });

const asAmount = ({ key, denominator, ...contribution }: Contribution): Contribution => ({
  ...contribution,
  key: denominator > 0 ? key : `${key}${unknown}`,
  denominator: 0,
});
