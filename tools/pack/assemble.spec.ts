import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assemble } from './assemble.ts';
import { closureOf, Lock } from './closure.ts';

const versions = { domain: '0.1.0', zod: '4.6.7' };
const lock = Lock.parse({
  packages: {
    'apps/networks': { dependencies: { '@house/domain': versions.domain } },
    'node_modules/@house/domain': { link: true, resolved: 'libs/domain' },
    'libs/domain': { dependencies: { zod: versions.zod } },
    'node_modules/zod': { version: versions.zod, optionalDependencies: { native: '1.0.0' } },
    'node_modules/native': { version: '1.0.0', optional: true },
  },
});

function write(path: string, content: string | object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}

/** A repository with one service, one library and one package, installed as by npm: with links. */
function aHouse(): string {
  const root = mkdtempSync(join(tmpdir(), 'pack-'));
  const exports = { './*': { '@passerelle/source': './src/*.ts', types: './dist/*.d.ts', default: './dist/*.js' } };
  write(join(root, 'apps/networks/package.json'), { name: '@house/networks', version: '0.1.0', type: 'module' });
  write(join(root, 'apps/networks/dist/main.js'), "import { word } from '@house/domain/word'; console.log(word);");
  write(join(root, 'libs/domain/package.json'), { name: '@house/domain', version: '0.1.0', type: 'module', exports });
  for (const source of ['apps/networks/src/main.ts', 'libs/domain/src/word.ts']) write(join(root, source), 'source');
  write(join(root, 'libs/domain/dist/word.js'), "import { z } from 'zod'; export const word = `bridge ${z}`;");
  for (const file of ['word.d.ts', 'word.js.map', 'word.spec.js', 'gone.js'])
    write(join(root, 'libs/domain/dist', file), 'unread');
  write(join(root, 'libs/domain/reference/countries.json'), { BE: 'Belgium' });
  write(join(root, 'node_modules/zod/package.json'), { version: versions.zod, exports: './index.cjs' });
  write(join(root, 'node_modules/zod/index.cjs'), "exports.z = '4';");
  write(join(root, 'node_modules/zod/node_modules/leftover/index.js'), 'not in the lock file');
  mkdirSync(join(root, 'node_modules/@house'));
  symlinkSync('../../libs/domain', join(root, 'node_modules/@house/domain'));
  return root;
}

function packed(root: string) {
  const out = join(root, '.run/pack/networks');
  const found = assemble({ root, lock, closure: closureOf(lock, 'apps/networks'), out });
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' });
  return { ...found, out, files };
}

describe('a packed service', () => {
  const house = aHouse();
  const { out, files, packages, bytes } = packed(house);

  it('starts with main.js outside of the repository', () => {
    expect(execFileSync(process.execPath, ['main.js'], { cwd: out, encoding: 'utf8' })).toBe('bridge 4\n');
  });

  it('counts its packages', () => {
    expect({ packages, carriesSomething: bytes > 0 }).toEqual({ packages: 2, carriesSomething: true });
  });

  it('has libraries as real folders, and no links', () => {
    expect(files.filter((file) => lstatSync(join(out, file)).isSymbolicLink())).toEqual([]);
    expect(readFileSync(join(out, 'node_modules/@house/domain/reference/countries.json'), 'utf8')).toContain('Belgium');
  });

  it('omits sources, types, maps, tests, stray files and old builds', () => {
    expect(files.filter((file) => /\.ts$|\.map$|\.spec\.js$|leftover|gone/.test(file))).toEqual([]);
    expect(readFileSync(join(out, 'node_modules/@house/domain/package.json'), 'utf8')).not.toContain('source');
  });

  it('replaces an earlier pack', () => {
    write(join(out, 'dist/old.js'), 'from an earlier release');
    expect(existsSync(join(packed(house).out, 'dist/old.js'))).toBe(false);
  });
});

describe('a pack that must fail', () => {
  it('refuses an installation that differs from the lock file', () => {
    const root = aHouse();
    write(join(root, 'node_modules/zod/package.json'), { name: 'zod', version: '3.0.0' });
    expect(() => packed(root)).toThrow('node_modules/zod is 3.0.0, the lock file says 4.6.7');
  });

  it('refuses a service that is not built', () => {
    const root = aHouse();
    const closure = { workspaces: ['apps/unbuilt'], packages: [] };
    write(join(root, 'apps/unbuilt/package.json'), { name: '@house/unbuilt', version: '0.1.0' });
    expect(() => assemble({ root, lock, closure, out: join(root, 'out') })).toThrow('is not built');
  });

  it('refuses two versions of a package in the service itself', () => {
    const root = aHouse();
    const path = 'apps/networks/node_modules/zod';
    write(join(root, path, 'package.json'), { name: 'zod', version: '3.0.0' });
    const twice = Lock.parse({ packages: { ...lock.packages, [path]: { version: '3.0.0' } } });
    const closure = { workspaces: ['apps/networks'], packages: [path] };
    expect(() => assemble({ root, lock: twice, closure, out: join(root, 'out') })).toThrow(
      'has another version than the root',
    );
  });
});
