import type { Figure } from './figure.js';

/**
 * Figures of single keys, each with its number of contributions as numerator, as one figure for each period and value:
 * of all pairs of contributions, in either order and each with itself too, those with different keys. Their share is one
 * minus the sum of the squared shares of the keys, in whole numbers.
 */
export function concentrated(ofKeys: readonly Figure[]): Figure[] {
  const together = Map.groupBy(ofKeys, ({ period, values }) => JSON.stringify([period, values]));
  return [...together.values()].flatMap((figures) => {
    const counts = figures.map(({ numerator }) => numerator);
    const pairs = counts.reduce((sum, count) => sum + count, 0) ** 2;
    const same = counts.reduce((sum, count) => sum + count ** 2, 0);
    return figures.slice(0, 1).map((figure) => ({ ...figure, numerator: pairs - same, denominator: pairs }));
  });
}
