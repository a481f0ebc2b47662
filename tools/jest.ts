/**
 * Runs the tests of one kind of one project, for Nx: `node tools/jest.ts e2e apps/cooperation`. Writes the counts, and the problems
 * that the tests met, to the project's `.run/results`, which Nx caches for the next run on the same sources.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runJest } from '@passerelle/stack/jest-run';
import { problemsFile, tallyFile } from '@passerelle/stack/results';
import { withSecondLook } from '@passerelle/stack/second-look';

const root = resolve(import.meta.dirname, '..');
const [kind = '', project = '', ...options] = process.argv.slice(2);
const folder = join(root, project);
// The root project contains only `tools`: every other folder belongs to another project.
const sources = project === '.' ? 'tools/' : `${project}/src/`;

mkdirSync(join(folder, '.run', 'results'), { recursive: true });
rmSync(problemsFile(folder, kind), { force: true });
const env = { PASSERELLE_PROBLEMS_SEEN: problemsFile(folder, kind), PASSERELLE_SUITES: 'together' };
const run = (...chosen: string[]) => runJest(root, kind, [...chosen, ...options], env);
const first = await run('--testPathPatterns', `^${root}/${sources}`);
const counted = await withSecondLook(first, (paths) => run('--runTestsByPath', ...paths));
writeFileSync(tallyFile(folder, kind), JSON.stringify(counted));
process.exitCode = counted.failed === 0 ? 0 : 1;
