/**
 * `npm test`: lint, types, build, unit and end-to-end tests, and one closing line over all of them.
 * With arguments it runs tests alone: `npm test -- --unit`, `npm test -- --e2e apps/projects`, or any option of Jest.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runChecks } from '@passerelle/stack/checks';
import { runJest } from '@passerelle/stack/jest-run';
import { cleanAbandonedRuns } from '@passerelle/stack/leftovers';
import { say } from '@passerelle/stack/progress';

const root = resolve(import.meta.dirname, '..');
const runs = join(root, '.run', 'test');
mkdirSync(runs, { recursive: true });

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => (stopping = true));

const given = process.argv.slice(2);
const options = given.filter((argument) => argument !== '--unit' && argument !== '--e2e');
const kinds = ['unit', 'e2e'].filter(
  (kind) => !given.some((one) => ['--unit', '--e2e'].includes(one)) || given.includes(`--${kind}`),
);

const failedChecks = given.length === 0 ? await runChecks(root, () => stopping) : [];
const tallies = [];
for (const kind of kinds) if (!stopping) tallies.push(await runJest(root, kind, options));
await cleanAbandonedRuns(runs); // a Jest that was interrupted leaves its servers to us

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
const passed = sum(tallies.map((each) => each.passed));
const failed = sum(tallies.map((each) => each.failed)) + failedChecks.length + (stopping ? 1 : 0);
const skipped = tallies.flatMap((each) => each.skipped);

for (const name of failedChecks) say(`failed: ${name}`);
for (const name of skipped) say(`skipped: ${name}`);
if (stopping) say('failed: interrupted before the end');
say(`${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
process.exit(failed === 0 ? 0 : 1);
