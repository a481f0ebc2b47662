// `npm run pack -- <service>`: a folder with only that service and its production dependencies, which starts with `node main.js`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { servicesOf } from './migration/list.ts';
import { assemble } from './pack/assemble.ts';
import { closureOf, Lock } from './pack/closure.ts';

const root = join(import.meta.dirname, '..');
const { positionals, values } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
const [service = ''] = positionals;
const services = servicesOf(root);

if (services.includes(service)) pack(service, resolve(root, values.out ?? `.run/pack/${service}`));
else stop(`npm run pack -- <service> [--out <folder>]; the services are ${services.join(', ')}`);

function pack(name: string, out: string): void {
  if (isForeign(out)) return stop(`${out} exists and is no pack of ours: name another folder`);
  const lock = Lock.parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
  const closure = closureOf(lock, `apps/${name}`);
  build(closure.workspaces);
  const { packages, bytes } = assemble({ root, lock, closure, out });
  console.log(
    `${name}: ${packages} packages, ${(bytes / 1e6).toFixed(1)} MB in ${relative(process.cwd(), out) || '.'}`,
  );
}

// Nx skips unchanged projects.
function build(workspaces: string[]): void {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  const args = [nx, 'run-many', '-t', 'build', '--outputStyle=static', `--projects=${workspaces.join()}`];
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status !== 0) stop('the build failed');
}

/** The folder is emptied: only an empty one, or an earlier pack, is accepted. */
function isForeign(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(join(folder, 'dist', 'main.js'));
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
