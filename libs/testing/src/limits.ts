/**
 * Time limits of tests. Machines are shared, so the limits only end tests that hang; they do not measure speed. Speed is measured
 * in `*.volume.spec.ts` and in the benchmark.
 */

/** To start or stop one service, or all of them. */
export const startLimitMs = 180_000;
/** For one condition to become true. */
export const conditionLimitMs = 60_000;
/** For a test of many steps. */
export const longTestLimitMs = 600_000;
/** For tests that check all cases of a kind one by one: `npm test -- --long`. */
export const wholeProductLimitMs = 3_600_000;
