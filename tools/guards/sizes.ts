// What is too large: a platform capability, a main.ts. ESLint holds the size of a single file.
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;
// The index of a capability is its list of exports: it holds nothing to read.
const isSource = (path: string) => !path.endsWith('.spec.ts') && path !== 'index.ts';

/** Files a capability of libs/platform may have; `facts` carries the relay, the consumer and the replay (D20). */
const filesAllowed = (capability: string) => (capability === 'facts' ? 8 : 5);

export function oversizedCapabilities(root: string): string[] {
  const platform = join(root, 'libs/platform/src');
  return globSync('*/', { cwd: platform }).flatMap((folder) => {
    const capability = basename(folder);
    const files = globSync('**/*.ts', { cwd: join(platform, capability) }).filter(isSource);
    const long = files.filter((file) => lines(join(platform, capability, file)) > 300);
    return [
      ...long.map((file) => `${capability}/${file} has more than 300 lines`),
      ...(files.length > filesAllowed(capability) ? [`${capability} has ${files.length} files`] : []),
    ];
  });
}

export function longMains(root: string): string[] {
  return globSync('apps/*/src/main.ts', { cwd: root })
    .map((path) => ({ path, count: lines(join(root, path)) }))
    .filter(({ count }) => count > 10)
    .map(({ path, count }) => `${path} has ${count} lines, 10 are allowed`);
}
