// Paths that documents name: a page that points to a moved file costs every newcomer an hour.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Paths in backticks below a folder of the repository; `<service>` and `…` stand for many, `*` is matched. */
const named = /`((?:apps|libs|tools|docs|docker)\/[^`\s]*)`/g;
const isPlaceholder = (path: string): boolean => /[<…{]/.test(path);

export const missingPaths = (root: string, page: string, text: string): string[] =>
  [...text.matchAll(named)]
    .flatMap(([, path]) => path ?? [])
    .filter((path) => !isPlaceholder(path))
    .filter((path) => (path.includes('*') ? globSync(path, { cwd: root }).length === 0 : !existsSync(join(root, path))))
    .map((path) => `${page} names ${path}, which does not exist`);

export const documentedPathsMissing = (root: string): string[] =>
  globSync(['*.md', 'docs/*.md', 'docs/adr/*.md'], { cwd: root }).flatMap((page) =>
    missingPaths(root, page, readFileSync(join(root, page), 'utf8')),
  );
