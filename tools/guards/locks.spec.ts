import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registry, sharedLocks, strayLocks, trackedStrayLocks } from './locks.ts';

const fixtures = join(import.meta.dirname, 'fixtures/locks');
const read = (path: string) => readFileSync(join(fixtures, path), 'utf8');

it('finds no advisory lock of this repository outside its registry, and none twice in it', () => {
  expect(trackedStrayLocks(join(import.meta.dirname, '../..'))).toEqual([]);
});

it('finds every lock with a number or word outside the registry, and no other', () => {
  const paths = globSync('apps/**/*.ts', { cwd: fixtures }).sort();
  const at = 'apps/cooperation/src/forum';
  expect(paths.flatMap((path) => strayLocks(path, read(path)))).toEqual([
    `${at}/literal-number.ts takes a lock by its number: pg_try_advisory_xact_lock(7_217_001`,
    `${at}/literal-number.ts takes a lock: ${registry} names them all`,
    `${at}/lock-id.ts takes a lock by its number: lockId = 7_217_300`,
    `${at}/number.builder.ts takes a lock by its number: objid = 7217002`,
    `${at}/own-word.ts takes a lock: ${registry} names them all`,
  ]);
});

it('finds a number and a word that two locks share, in any notation', () => {
  expect(sharedLocks(read(registry))).toEqual([
    'deadlines has the lock of another: 7217002',
    "planNotice has the lock of another: 'plan'",
  ]);
});
