/**
 * A second look at test files that failed: each runs once more, by itself. Machines are shared, and a test that only fails beside
 * a busy neighbour says nothing about the code; it passes, and is named as unsteady, so that it is mended. A fault fails twice.
 */
import type { Tally } from './jest-run.ts';

/** A neighbour disturbs few files; more that fail are a fault, and looking twice would only take twice as long. */
const mostFiles = 4;

export async function withSecondLook(first: Tally, again: (paths: string[]) => Promise<Tally>): Promise<Tally> {
  const { failedFiles, failures } = first;
  if (failedFiles.length === 0 || failedFiles.length > mostFiles) return first;
  const second = await again(failedFiles.map(({ path }) => path));
  const counted = failedFiles.reduce((sum, { passed }) => sum + passed, 0);
  return {
    passed: first.passed - counted + second.passed,
    failed: second.failed,
    failures: second.failures,
    failedFiles: second.failedFiles,
    skipped: first.skipped,
    unsteady: second.failed === 0 ? failures : [],
  };
}
