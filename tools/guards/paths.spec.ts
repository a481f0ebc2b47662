import { join } from 'node:path';
import { documentedPathsMissing, missingPaths } from './paths.ts';

const root = join(import.meta.dirname, '../..');

it('documents name paths that exist', () => expect(documentedPathsMissing(root)).toEqual([]));

it('finds a path that does not exist, and leaves placeholders alone', () => {
  const text =
    'see `tools/gone.ts`, `tools/guards/paths.ts`, `apps/*/src/gone.ts`, `libs/*/package.json` and `apps/<service>/src`';
  expect(missingPaths(root, 'page.md', text)).toEqual([
    'page.md names tools/gone.ts, which does not exist',
    'page.md names apps/*/src/gone.ts, which does not exist',
  ]);
});
