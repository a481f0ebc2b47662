import { longTestLimitMs, startLimitMs, wholeProductLimitMs } from '@passerelle/testing/limits';

/** How long the tests of rights wait for an expected event, in milliseconds. */
export const patience = {
  connection: 60_000,
  call: 30_000,
  start: startLimitMs,
  test: longTestLimitMs,
  wholeMatrix: wholeProductLimitMs,
} as const;
