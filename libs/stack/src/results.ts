/** The results of each project's tests, for the summary: counts, and the problems that they met. */
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Tally } from './jest-run.ts';

const folderOf = (project: string) => join(project, '.run', 'results');

export const tallyFile = (project: string, kind: string) => join(folderOf(project), `${kind}.json`);
export const problemsFile = (project: string, kind: string) => join(folderOf(project), `${kind}-problems.txt`);

interface Project {
  readonly folder: string;
  /** The kinds of tests of the project, by Nx target. */
  readonly kinds: readonly string[];
}

const kindOf: Readonly<Record<string, string>> = { test: 'unit', e2e: 'e2e' };

/** The test targets, read from the projects' Nx configuration. */
function projectsOf(root: string): Project[] {
  const manifests = globSync(['package.json', 'apps/*/package.json', 'libs/*/package.json'], { cwd: root });
  return manifests.map((path) => {
    const { nx = {} }: { nx?: { targets?: object } } = JSON.parse(readFileSync(join(root, path), 'utf8'));
    const kinds = Object.keys(nx.targets ?? {}).flatMap((target) => kindOf[target] ?? []);
    return { folder: join(root, dirname(path)), kinds };
  });
}

export function forgetResults(root: string): void {
  for (const { folder } of projectsOf(root)) rmSync(folderOf(folder), { recursive: true, force: true });
}

/** One result for each test target; a target without results did not run, which is a failure. */
export const readTallies = (root: string): Tally[] =>
  projectsOf(root).flatMap(({ folder, kinds }) =>
    kinds.map((kind) => {
      const file = tallyFile(folder, kind);
      return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : didNotRun(file);
    }),
  );

const didNotRun = (file: string): Tally => ({
  passed: 0,
  failed: 1,
  failures: [`${file}: did not run`],
  failedFiles: [],
  skipped: [],
  unsteady: [],
});

/** The types of all problems that the tests met. */
export const readProblems = (root: string): string[] =>
  projectsOf(root)
    .flatMap(({ folder, kinds }) => kinds.map((kind) => problemsFile(folder, kind)))
    .filter((file) => existsSync(file))
    .flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
