import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ending, tally } from './jest-run.ts';

const report = (more: object = {}) => ({
  numPassedTests: 2,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  testResults: [],
  ...more,
});

it('counts a file that cannot be loaded as a failure', () => {
  expect(tally(report({ numRuntimeErrorTestSuites: 1 }), 1)).toEqual({
    passed: 2,
    failed: 1,
    failures: [],
    failedFiles: [],
    skipped: [],
    unsteady: [],
  });
});

it('fails when Jest fails without a failing test, or without a report', () => {
  expect(tally(report(), 1).failed).toBe(1);
  expect(tally(undefined, null)).toMatchObject({ passed: 0, failed: 1, failures: [] });
});

it('names skipped tests', () => {
  const assertionResults = [
    { status: 'passed', fullName: 'runs', failureMessages: [] },
    { status: 'pending', fullName: 'needs the register', failureMessages: [] },
  ];
  expect(tally(report({ testResults: [{ name: '/a.spec.ts', message: '', assertionResults }] }), 0).skipped).toEqual([
    'needs the register',
  ]);
});

it('names failed tests, their files and the beginning of their messages', () => {
  const failed = {
    status: 'failed',
    fullName: 'adds',
    failureMessages: ['\u001b[2mexpected 2\u001b[22m\n\n  received 3\n at x'],
  };
  const passed = { status: 'passed', fullName: 'is there', failureMessages: [] };
  const testResults = [
    { name: '/root/libs/a.spec.ts', message: 'all of it', assertionResults: [passed, failed] },
    { name: '/root/libs/b.spec.ts', message: 'Cannot find module', assertionResults: [] },
  ];
  const counted = tally(report({ numFailedTests: 1, numRuntimeErrorTestSuites: 1, testResults }), 1, '/root');
  expect(counted.failures).toEqual([
    'libs/a.spec.ts: adds: expected 2 | received 3 | at x',
    'libs/b.spec.ts: Cannot find module',
  ]);
  expect(counted.failedFiles).toEqual([
    { path: 'libs/a.spec.ts', passed: 1 },
    { path: 'libs/b.spec.ts', passed: 0 },
  ]);
});

describe('the end of Jest', () => {
  const output = join(mkdtempSync(join(tmpdir(), 'jest-run-')), 'report.json');
  const run = (script: string) => spawn('sh', ['-c', script], { stdio: 'ignore' });

  it('is its exit code', async () => {
    expect(await ending(run('sleep 0.1; exit 3'), output)).toBe(3);
    expect(await ending(run('exit 0'), output)).toBe(0);
  });

  it('does not wait for things that a test left open', async () => {
    const child = run(`: > ${output}; exec sleep 600`);
    expect(await ending(child, output, 300)).toBeNull();
    expect(child.signalCode).toBe('SIGKILL');
  });
});
