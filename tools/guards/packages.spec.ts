import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  faultyTags,
  foreignLicences,
  licenceAllowed,
  looseVersions,
  undeclaredNeighbours,
  workspaces,
} from './packages.ts';

const root = join(import.meta.dirname, '../..');
const houses = [...workspaces(root)];
const none = { dependencies: {}, devDependencies: {}, optionalDependencies: {} };

function tree(files: Record<string, string | object>): string {
  const folder = mkdtempSync(join(tmpdir(), 'packages-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

describe('packages of this repository', () => {
  it('names exact versions only', () => {
    expect(houses.flatMap(([folder, manifest]) => looseVersions(folder, manifest))).toEqual([]);
  });

  it('has one real type per workspace, and a scope per app', () => {
    expect(
      houses.filter(([folder]) => folder !== '.').flatMap(([folder, manifest]) => faultyTags(folder, manifest)),
    ).toEqual([]);
  });

  it('declares the neighbours that it imports', () => {
    expect(houses.flatMap(([folder, manifest]) => undeclaredNeighbours(root, folder, manifest))).toEqual([]);
  });

  it('installs only production packages with an allowed licence', () => {
    expect(foreignLicences(root)).toEqual([]);
  });
});

describe('packages that must fail', () => {
  it.each(['^12.5.1', '~4.6.7', '12', '*', 'latest', '>=1.0.0'])('refuses version %s', (version) => {
    const found = looseVersions('apps/gateway', { name: 'gateway', ...none, dependencies: { zod: version } });
    expect(found).toEqual([`apps/gateway: zod ${version} is not an exact version`]);
  });

  it('refuses a workspace with no type, with two, with a star, or without its scope', () => {
    const tagged = (...tags: string[]) => faultyTags('apps/gateway', { name: 'gateway', ...none, nx: { tags } });
    expect(faultyTags('libs/domain', { name: 'domain', ...none })).toEqual(['libs/domain has the types none']);
    expect(tagged('type:domain', 'type:stack')).toEqual(['apps/gateway has the types type:domain, type:stack']);
    expect(tagged('type:app')).toEqual(['apps/gateway has no scope of its own']);
    expect(tagged('type:stack', '*')).toEqual(['apps/gateway has the tag *, which forbids nothing']);
  });

  it('refuses a neighbour that is imported and not declared', () => {
    const folder = tree({
      'apps/gateway/src/main.ts': "import { serve } from '@passerelle/platform/runtime/service';",
    });
    expect(undeclaredNeighbours(folder, 'apps/gateway', { name: '@passerelle/gateway', ...none })).toEqual([
      '@passerelle/gateway: @passerelle/platform',
    ]);
  });

  it('refuses a copyleft or a missing licence, and not one that gives a choice', () => {
    expect(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'SEE LICENSE IN x', 'none'].filter(licenceAllowed)).toEqual([]);
    expect(['(MIT OR GPL-3.0-only)', 'MIT AND ISC'].every(licenceAllowed)).toBe(true);
  });

  it('finds a foreign licence through the lock file, and leaves development packages alone', () => {
    const gpl = { name: 'readline', license: 'GPL-3.0-only' };
    const folder = tree({
      'package-lock.json': {
        packages: {
          '': {},
          'node_modules/readline': {},
          'node_modules/lint': { dev: true },
          'node_modules/absent': {},
        },
      },
      'node_modules/readline/package.json': gpl,
      'node_modules/lint/package.json': { ...gpl, name: 'lint' },
    });
    expect(foreignLicences(folder)).toEqual(['readline GPL-3.0-only']);
  });
});
