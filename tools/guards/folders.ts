// Finds import cycles between folders. At every level of the tree, sibling files and folders must form an order, where a folder
// counts as one node with all its content. .dependency-cruiser.cjs finds cycles of files; folders may form a cycle without one.
import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** `from` imports `to`; both are paths of files. */
export interface Need {
  readonly from: string;
  readonly to: string;
}

const isSource = (path: string): boolean => !/\.(spec|builder|d)\.ts$|\/dist\//.test(path);

/** The imports between the sources of apps and libs, without tests and files that only tests use. */
export function needsOf(root: string): Need[] {
  const files = new Set(
    globSync(['apps/*/src/**/*.ts', 'libs/{domain,platform,subscriber}/src/**/*.ts'], { cwd: root }).filter(isSource),
  );
  return [...files]
    .filter((file) => !file.startsWith('apps/system-e2e/'))
    .flatMap((from) => {
      const { importedFiles } = ts.preProcessFile(readFileSync(join(root, from), 'utf8'), true, true);
      return importedFiles.map(({ fileName }) => ({ from, to: fileOf(from, fileName) }));
    })
    .filter(({ to }) => files.has(to));
}

function fileOf(from: string, specifier: string): string {
  const [, library, path = ''] = /^@passerelle\/(platform|domain)\/(.+)$/.exec(specifier) ?? [];
  if (library === 'platform') return `libs/platform/src/${path}/index.ts`;
  if (library === 'domain') return `libs/domain/src/${path}.ts`;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}

/** Siblings that import each other, as `a -> b -> a`, each cycle once. */
export function folderCycles(needs: readonly Need[]): string[] {
  const levels = new Map<string, Map<string, Set<string>>>();
  for (const { from, to } of needs) {
    const [level, one, other] = whereTheyPart(from.split('/'), to.split('/'));
    const neighbours = levels.get(level) ?? new Map<string, Set<string>>();
    levels.set(level, neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other)));
  }
  return [...levels].flatMap(([level, neighbours]) => circlesIn(neighbours).map((circle) => `${level}: ${circle}`));
}

/** The deepest common folder of two files, and the siblings in it that contain one each. */
function whereTheyPart(from: readonly string[], to: readonly string[]): [string, string, string] {
  const at = from.findIndex((part, index) => part !== to[index]);
  return [from.slice(0, at).join('/'), from[at] ?? '', to[at] ?? ''];
}

/** Repeatedly removes nodes without remaining imports: the rest is on a cycle or leads to one. */
function circlesIn(neighbours: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const found = new Set<string>();
  const walk = (path: readonly string[]): void => {
    for (const next of neighbours.get(path.at(-1) ?? '') ?? []) {
      const at = path.indexOf(next);
      if (at >= 0) found.add(canonical(path.slice(at)));
      else if (!done.has(next)) walk([...path, next]);
    }
    done.add(path.at(-1) ?? '');
  };
  const done = new Set<string>();
  for (const start of neighbours.keys()) if (!done.has(start)) walk([start]);
  return [...found];
}

/** Rotates a cycle so that it begins with its alphabetically first name. */
function canonical(circle: readonly string[]): string {
  const first = circle.indexOf([...circle].sort()[0] ?? '');
  const turned = [...circle.slice(first), ...circle.slice(0, first)];
  return [...turned, turned[0]].join(' -> ');
}
