// PostgreSQL does not notice when two features use the same advisory lock, so libs/platform/src/data/database/advisory-locks.ts
// names all of them, and no other file takes a lock by a number or a word.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const registry = 'libs/platform/src/data/database/advisory-locks.ts';

/** The places that take a lock, and why they cannot use another. */
const takers: Readonly<Record<string, string>> = {
  [registry]: 'the lock of a record',
  'libs/platform/src/data/workers/leader.ts': 'the lock of a worker or of the outbox relay',
  'libs/platform/src/data/database/migrate.ts': 'migrations, on a connection that no pool has',
  'libs/platform/src/data/request-transaction/idempotency.ts': 'lock and look are one statement',
  'libs/stack/src/service-database.ts': 'makes databases: its locks lie in that of the administrator',
};

const isTest = (path: string): boolean => /\.(spec|builder)\.ts$|^apps\/system-e2e\//.test(path);

/** Locks that bypass the registry; a test may take a lock of the product, but not by a literal number. */
export function strayLocks(path: string, text: string): string[] {
  const numbered = [
    ...text.matchAll(/\bpg_(?:try_)?advisory_\w+\(\s*\d[\d_]*/g),
    ...text.matchAll(/\b(?:lockId|objid)\b\s*[:=]\s*\d[\d_]*/g),
  ].map(([found]) => `${path} takes a lock by its number: ${found}`);
  const elsewhere = path in takers || isTest(path) || !/\bpg_(?:try_)?advisory_/.test(text);
  return [...numbered, ...(elsewhere ? [] : [`${path} takes a lock: ${registry} names them all`])];
}

/** Numbers and words that two locks of the registry share. */
export function sharedLocks(text: string): string[] {
  const given = [...text.matchAll(/\b(\w+): (\d[\d_]*|'[^']+')/g)].map(([, name = '', value = '']) => ({
    name,
    value: /^\d/.test(value) ? value.replaceAll('_', '') : value,
  }));
  return given
    .filter(({ value }, nth) => given.findIndex((other) => other.value === value) !== nth)
    .map(({ name, value }) => `${name} has the lock of another: ${value}`);
}

export function trackedStrayLocks(root: string): string[] {
  const tracked = execFileSync('git', ['ls-files', '-z', 'apps/**/*.ts', 'libs/**/*.ts', 'tools/**/*.ts'], {
    cwd: root,
    encoding: 'utf8',
  });
  const paths = tracked.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));
  return [
    ...sharedLocks(readFileSync(join(root, registry), 'utf8')),
    ...paths
      .filter((path) => !path.startsWith('tools/guards/'))
      .flatMap((path) => strayLocks(path, readFileSync(join(root, path), 'utf8'))),
  ];
}
