/** Runs Jest under the pinned Node and counts what it found. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { until } from './processes.ts';
import { say } from './progress.ts';

export interface Tally {
  passed: number;
  failed: number;
  /** A line for each test that failed: its file, its name, and how its message begins. */
  failures: string[];
  /** The files of these tests, with the number of their tests that passed. */
  failedFiles: { path: string; passed: number }[];
  /** Failures that a second look did not confirm. */
  unsteady: string[];
  skipped: string[];
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  /** Files that could not be loaded. */
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; message: string; assertionResults: Assertion[] }[];
}

interface Assertion {
  status: string;
  fullName: string;
  failureMessages: string[] | null;
}

// ESM in Jest still needs the flag, and Node warns about it once per worker.
const nodeOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

// Hooks of a suite start and stop real servers, which is slow on a busy machine. Jest reads the timeout from the command line
// only: it ignores it in the settings of a project.
const patience = '--testTimeout=120000';

/** One kind of test, `unit`, `e2e` or `long`; its output goes to the terminal as it comes. */
export async function runJest(
  root: string,
  kind: string,
  options: string[],
  env: Record<string, string> = {},
): Promise<Tally> {
  const output = join(root, '.run', 'test', `${kind}-${process.pid}.json`);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = ['--json', `--outputFile=${output}`];
  const own = ['--selectProjects', kind, '--passWithNoTests', patience, ...report];
  const child = spawn(process.execPath, [...nodeOptions, jest, ...own, ...options], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit', // the JSON goes to a file, so stdout contains only the tests' own output
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill(signal));
  const code = await ending(child, output);
  const read: JestReport | undefined = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : undefined;
  rmSync(output, { force: true });
  return tally(read, code, root);
}

/** The exit code; null of a Jest that reported and did not end, because a test left something open: it must not block the others. */
export async function ending(child: ChildProcess, output: string, lingersMs = 20_000): Promise<number | null> {
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  await until(() => hasEnded() || existsSync(output), Number.POSITIVE_INFINITY, 250);
  if (!(await until(hasEnded, lingersMs, 250))) {
    say('Jest reported and did not end: a test left a server, a timer or a connection open');
    child.kill('SIGKILL');
    await until(hasEnded, lingersMs);
  }
  return child.exitCode;
}

// No report from Jest, or a failure of Jest without a failed test, counts as one failure.
export function tally(report: JestReport | undefined, code: number | null, root = ''): Tally {
  if (!report) return { passed: 0, failed: 1, failures: [], failedFiles: [], skipped: [], unsteady: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: report.numPassedTests,
    failed: code === 0 ? failed : Math.max(failed, 1),
    failures: report.testResults.flatMap((file) => failuresOf(file, root)),
    failedFiles: report.testResults
      .filter((file) => failuresOf(file, root).length > 0)
      .map(({ name, assertionResults }) => ({
        path: relative(root, name),
        passed: assertionResults.filter(({ status }) => status === 'passed').length,
      })),
    unsteady: [],
    skipped: all.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName),
  };
}

function failuresOf(file: JestReport['testResults'][number], root: string): string[] {
  const path = relative(root, file.name);
  const failing = file.assertionResults.filter(({ status }) => status === 'failed');
  // A file that cannot be loaded has a message and no test.
  if (file.assertionResults.length === 0 && file.message) return [`${path}: ${beginning(file.message)}`];
  return failing.map(
    ({ fullName, failureMessages }) => `${path}: ${fullName}: ${beginning((failureMessages ?? []).join('\n'))}`,
  );
}

// Enough to see what happened; the full message is in the test's output.
function beginning(message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .slice(0, 6)
    .join(' | ')
    .slice(0, 600);
}
