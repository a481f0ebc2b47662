import { tally } from './jest-run.ts';

const report = (more: object = {}) => ({
  numPassedTests: 2,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...more,
});

it('counts a file that cannot be loaded as a failure', () => {
  expect(tally(report({ numRuntimeErrorTestSuites: 1 }), 1)).toEqual({ passed: 2, failed: 1, skipped: [] });
});

it('fails when Jest fails without a failing test, or without a report', () => {
  expect(tally(report(), 1).failed).toBe(1);
  expect(tally(undefined, null)).toEqual({ passed: 0, failed: 1, skipped: [] });
});

it('names what is skipped', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'runs' },
    { status: 'pending', fullName: 'needs the register' },
  ];
  expect(tally(report({ testResults: [{ assertionResults }] }), 0).skipped).toEqual(['needs the register']);
});
