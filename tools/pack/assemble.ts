// Packs a service into a folder that runs anywhere: its build, its libraries as real folders, its packages, without links to the
// outside.
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, join, relative } from 'node:path';
import { z } from 'zod';
import type { Closure, Lock } from './closure.ts';

export interface Order {
  root: string;
  lock: Lock;
  closure: Closure;
  out: string;
}

export interface Packed {
  packages: number;
  bytes: number;
}

const Manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  type: z.string().optional(),
  exports: z.record(z.string(), z.unknown()).optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
});

export function assemble({ root, lock, closure, out }: Order): Packed {
  const [service = '', ...neighbours] = closure.workspaces;
  const installed = closure.packages.filter((path) => isInstalled(root, path, lock));
  rmSync(out, { recursive: true, force: true });
  copyWorkspace(join(root, service), out);
  writeFileSync(join(out, 'main.js'), "import './dist/main.js';\n");
  // The licence must accompany the folder.
  if (existsSync(join(root, 'LICENSE'))) copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
  for (const folder of neighbours) copyWorkspace(join(root, folder), join(out, homeOf(root, folder)));
  for (const path of installed) copyTree(join(root, path), join(out, placeOf(root, path)));
  return { packages: installed.length + neighbours.length, bytes: sizeOf(out) };
}

/** False for an optional package of another platform; refuses an installation that differs from the lock file. */
function isInstalled(root: string, path: string, lock: Lock): boolean {
  const { version, optional } = lock.packages[path] ?? {};
  if (!existsSync(join(root, path, 'package.json'))) {
    if (optional) return false;
    throw new Error(`${path} is not installed: install again`);
  }
  const found = z.object({ version: z.string() }).parse(readJson(join(root, path, 'package.json'))).version;
  if (found !== version) throw new Error(`${path} is ${found}, the lock file says ${version}: install again`);
  return true;
}

function copyWorkspace(from: string, to: string): void {
  if (!existsSync(join(from, 'dist'))) throw new Error(`${from} is not built: it has no dist`);
  mkdirSync(to, { recursive: true });
  copyTree(join(from, 'dist'), join(to, 'dist'), (path) => hasSource(from, path));
  if (existsSync(join(from, 'reference'))) copyTree(join(from, 'reference'), join(to, 'reference'));
  const compileTime = ['@passerelle/source', 'types'];
  const manifest = { private: true, ...manifestOf(from) };
  writeFileSync(
    join(to, 'package.json'),
    `${JSON.stringify(manifest, (key, value) => (compileTime.includes(key) ? undefined : value), 2)}\n`,
  );
}

// Files for people and compilers are omitted; a nested package has its own line in the lock file.
const readByNobody = /(\.d\.[cm]?ts|\.map|\.tsbuildinfo|\.spec\.js)$/;

function copyTree(from: string, to: string, isOurs = (_path: string) => true): void {
  const isWanted = (path: string) => !readByNobody.test(path) && basename(path) !== 'node_modules' && isOurs(path);
  cpSync(from, to, { recursive: true, dereference: true, filter: (path) => path === from || isWanted(path) });
}

// `dist` may still contain the output of deleted source files.
function hasSource(workspace: string, built: string): boolean {
  const path = join(workspace, 'src', relative(join(workspace, 'dist'), built));
  return existsSync(path) || existsSync(path.replace(/\.js$/, '.ts'));
}

// `libs/platform/node_modules/x` moves with its library. The service's own would collide with the packages of the root.
function placeOf(root: string, path: string): string {
  const [owner = '', ...rest] = path.split('/node_modules/');
  if (path.startsWith('node_modules/')) return path;
  if (owner.startsWith('apps/'))
    throw new Error(`${path} has another version than the root: use one version in the repository`);
  return join(
    homeOf(root, owner),
    'node_modules',
    ...rest.flatMap((name, nth) => (nth === 0 ? name : ['node_modules', name])),
  );
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const manifestOf = (folder: string) => Manifest.parse(readJson(join(folder, 'package.json')));
const homeOf = (root: string, folder: string) => join('node_modules', manifestOf(join(root, folder)).name);

const sizeOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
