// Size limits of a platform capability and a main.ts. ESLint limits the size of a single file.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n').length;
// The index of a capability does not count: it is only its list of exports.
const isSource = (path: string) => !path.endsWith('.spec.ts') && path !== 'index.ts';

/** Files that a capability of libs/platform may have. */
const filesAllowed = 8;

export function oversizedCapabilities(root: string): string[] {
  const platform = join(root, 'libs/platform/src');
  return globSync('*/*/', { cwd: platform }).flatMap((folder) => {
    const capability = folder.replace(/\/$/, '');
    const files = globSync('**/*.ts', { cwd: join(platform, capability) }).filter(isSource);
    const long = files.filter((file) => lines(join(platform, capability, file)) > 300);
    return [
      ...long.map((file) => `${capability}/${file} has more than 300 lines`),
      ...(files.length > filesAllowed ? [`${capability} has ${files.length} files`] : []),
    ];
  });
}

export function longMains(root: string): string[] {
  return globSync('apps/*/src/main.ts', { cwd: root })
    .map((path) => ({ path, count: lines(join(root, path)) }))
    .filter(({ count }) => count > 10)
    .map(({ path, count }) => `${path} has ${count} lines, 10 are allowed`);
}
