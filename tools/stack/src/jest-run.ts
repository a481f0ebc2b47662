/** Runs Jest under the pinned Node and counts what it found. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

export interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
}

interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  /** Files that could not even be loaded. */
  numRuntimeErrorTestSuites: number;
  testResults: { assertionResults: { status: string; fullName: string }[] }[];
}

// ESM in Jest still needs the flag, and Node warns about it once per worker.
const nodeOptions = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

// Beginning and end of a suite start and stop real servers: on a busy machine that takes its time. Jest reads this from the
// command line alone: in the settings of a project it counts for nothing.
const patience = '--testTimeout=20000';

/** One kind of test, `unit`, `e2e` or `long`; its output goes to the terminal as it comes. */
export async function runJest(
  root: string,
  kind: string,
  options: string[],
  env: Record<string, string> = {},
): Promise<Tally> {
  const output = join(root, '.run', 'test', `${kind}-${process.pid}.json`);
  const workers = `--maxWorkers=${Math.max(2, availableParallelism() - 1)}`;
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const report = ['--json', `--outputFile=${output}`];
  const own = ['--selectProjects', kind, '--passWithNoTests', workers, patience, ...report];
  const child = spawn(process.execPath, [...nodeOptions, jest, ...own, ...options], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['inherit', 'ignore', 'inherit'], // the report for people goes to stderr; stdout would repeat the JSON
  });
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => child.kill(signal));
  const [code] = await once(child, 'exit');
  const read: JestReport | undefined = existsSync(output) ? JSON.parse(readFileSync(output, 'utf8')) : undefined;
  rmSync(output, { force: true });
  return tally(read, code);
}

// Whatever keeps Jest from a report, or makes it fail with none of its tests failing, counts as one failure.
export function tally(report: JestReport | undefined, code: number | null): Tally {
  if (!report) return { passed: 0, failed: 1, skipped: [] };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  const all = report.testResults.flatMap(({ assertionResults }) => assertionResults);
  const skipped = all.filter(({ status }) => status === 'pending' || status === 'todo').map(({ fullName }) => fullName);
  return { passed: report.numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1), skipped };
}
