/**
 * `npm test`: lint, types, build, unit and end-to-end tests, and one closing line over all of them.
 * With arguments it runs tests alone: `npm test -- --unit`, `npm test -- --e2e apps/projects`, or any option of Jest.
 * `npm test -- --long` runs those that need minutes, or a tool that not every machine has; otherwise they are named as skipped.
 */
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runChecks } from '@passerelle/stack/checks';
import { runJest } from '@passerelle/stack/jest-run';
import { cleanAbandonedRuns } from '@passerelle/stack/leftovers';
import { problemFaults } from '@passerelle/stack/problems-seen';
import { say } from '@passerelle/stack/progress';

const root = resolve(import.meta.dirname, '..');
const runs = join(root, '.run', 'test');
mkdirSync(runs, { recursive: true });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (stopping = true));

const given = process.argv.slice(2);
const named = given.filter((argument) => ['--unit', '--e2e', '--long'].includes(argument));
const options = given.filter((argument) => !named.includes(argument));
const kinds = named.length === 0 ? ['unit', 'e2e'] : named.map((argument) => argument.slice(2));
/** Where the tests write down every type of problem that they met. */
const seen = join(runs, `problems-${process.pid}.txt`);

const failedChecks = given.length === 0 ? await runChecks(root, () => stopping) : [];
const tallies = [];
for (const kind of kinds)
  if (!stopping) tallies.push(await runJest(root, kind, options, { PASSERELLE_PROBLEMS_SEEN: seen }));
await cleanAbandonedRuns(runs); // a Jest that was interrupted leaves its servers to us

// Only the whole suite can tell that something was never met.
const unproven = given.length === 0 && !stopping ? problemFaults(root, seen) : [];
rmSync(seen, { force: true });
const long = kinds.includes('long') ? [] : globSync('{apps,libs,tools}/**/*.long.spec.ts', { cwd: root });

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
const passed = sum(tallies.map((each) => each.passed));
const failed = sum(tallies.map((each) => each.failed)) + failedChecks.length + unproven.length + (stopping ? 1 : 0);
const skipped = [
  ...tallies.flatMap((each) => each.skipped),
  ...(given.length === 0 ? long.filter((path) => !path.includes('node_modules')) : []),
];

for (const name of [...failedChecks, ...unproven]) say(`failed: ${name}`);
for (const name of skipped) say(`skipped: ${name}`);
if (stopping) say('failed: interrupted before the end');
say(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
