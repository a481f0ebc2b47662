/**
 * `npm test`: lint, types, build, unit and end-to-end tests of every project, and one summary line for all of them. Nx runs
 * them, and replays the cached results of unchanged projects; `NX_SKIP_NX_CACHE=true` runs everything. A file that fails runs once
 * more by itself (`libs/stack/src/second-look.ts`).
 * With arguments it runs only tests: `npm test -- --unit`, `npm test -- --e2e apps/projects`, or any option of Jest.
 * `npm test -- --long` runs tests that need minutes, a quiet machine or a rare tool; otherwise those files are listed as skipped.
 */
import { globSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runJest, type Tally } from '@passerelle/stack/jest-run';
import { cleanAbandonedRuns } from '@passerelle/stack/leftovers';
import { problemFaults } from '@passerelle/stack/problems-seen';
import { say, step } from '@passerelle/stack/progress';
import { forgetResults, readProblems, readTallies } from '@passerelle/stack/results';
import { runTargets } from '@passerelle/stack/targets';
import { closeTestRun, openTestRun } from '@passerelle/stack/test-run';

const root = resolve(import.meta.dirname, '..');
const runs = join(root, '.run', 'test');
mkdirSync(runs, { recursive: true });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (stopping = true));

const given = process.argv.slice(2);
const kinds = given.flatMap((argument) => (argument === '--long' ? ['long', 'volume'] : kindNamed(argument)));
const options = given.filter((argument) => argument !== '--long' && kindNamed(argument).length === 0);

const { tallies, failures } = given.length === 0 ? await everything() : await chosen(kinds, options);
await cleanAbandonedRuns(runs); // an interrupted Jest leaves its servers running

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
const passed = sum(tallies.map((each) => each.passed));
const failed = sum(tallies.map((each) => each.failed)) + failures.length + (stopping ? 1 : 0);
const skipped = [...tallies.flatMap((each) => each.skipped), ...(given.length === 0 ? longFiles() : [])];

for (const name of [...tallies.flatMap((each) => each.failures), ...failures]) say(`failed: ${name}`);
for (const name of tallies.flatMap((each) => each.unsteady)) say(`unsteady, passed alone: ${name}`);
for (const name of skipped) say(`skipped: ${name}`);
if (stopping) say('failed: interrupted before the end');
say(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);

interface Outcome {
  readonly tallies: readonly Tally[];
  /** Failures that are not tests. */
  readonly failures: readonly string[];
}

async function everything(): Promise<Outcome> {
  forgetResults(root);
  const checks = ['lint', 'typecheck', 'build'].map(async (target) => {
    const succeeded = await step(target, () => runTargets(root, { targets: [target], parallel: 2 }));
    return succeeded ? [] : [target];
  });
  const failures = (await Promise.all(checks)).flat();
  if (stopping) return { tallies: [], failures };
  await openTestRun();
  try {
    await step('tests', () => runTargets(root, { targets: ['test', 'e2e'], parallel: 2 }));
  } finally {
    await closeTestRun();
  }
  // Only a run of the whole suite can show that a problem was never met.
  const unproven = stopping ? [] : problemFaults(root, readProblems(root));
  return { tallies: readTallies(root), failures: [...failures, ...unproven] };
}

async function chosen(named: readonly string[], more: string[]): Promise<Outcome> {
  const tallies: Tally[] = [];
  for (const kind of named.length === 0 ? ['unit', 'e2e'] : named)
    if (!stopping) tallies.push(await runJest(root, kind, ['--maxWorkers=2', ...more]));
  return { tallies, failures: [] };
}

function kindNamed(argument: string): string[] {
  return ['--unit', '--e2e'].includes(argument) ? [argument.slice(2)] : [];
}

function longFiles(): string[] {
  const found = globSync('{apps,libs,tools}/**/*.{long,volume}.spec.ts', { cwd: root });
  return found.filter((path) => !path.includes('node_modules')).sort();
}
