import type { Tally } from './jest-run.ts';
import { withSecondLook } from './second-look.ts';

const tally = (more: Partial<Tally> = {}): Tally => ({
  passed: 10,
  failed: 0,
  failures: [],
  failedFiles: [],
  skipped: ['later'],
  unsteady: [],
  ...more,
});
const red = tally({
  failed: 1,
  failures: ['a.spec.ts: adds: timed out'],
  failedFiles: [{ path: 'a.spec.ts', passed: 3 }],
});

it('counts the tests of a file once when it passes alone, and names what was unsteady', async () => {
  const asked: string[][] = [];
  const counted = await withSecondLook(red, async (paths) => {
    asked.push(paths);
    return tally({ passed: 4, skipped: [] });
  });
  expect(asked).toEqual([['a.spec.ts']]);
  expect(counted).toEqual(tally({ passed: 11, unsteady: ['a.spec.ts: adds: timed out'] }));
});

it('fails when the file fails again', async () => {
  const second = { ...red, passed: 3, skipped: [] };
  expect(await withSecondLook(red, async () => second)).toEqual(tally({ ...red, passed: 10 }));
});

it.each([
  ['nothing failed', tally()],
  ['Jest failed without a file', tally({ failed: 1 })],
  [
    'many files failed',
    tally({ failed: 5, failedFiles: ['a', 'b', 'c', 'd', 'e'].map((path) => ({ path, passed: 0 })) }),
  ],
])('does not look twice when %s', async (_, first) => {
  const again = () => Promise.reject(new Error('looked twice'));
  expect(await withSecondLook(first, again)).toBe(first);
});
