// The first step of `npm start` and `npm test` on a bare machine: any Node, no packages yet. So plain JavaScript and
// `node:` imports alone. Installs what the lock file names, then hands over to the Node that the lock file pins.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const inModules = (...path) => join(root, 'node_modules', ...path);
const marker = inModules('.passerelle-lock');
const pinnedNode = inModules('.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** Runs a TypeScript file of this folder under the pinned Node, with the packages of the lock file installed. */
export async function handOver(script, nodeOptions = []) {
  if (!isInstalled()) await install();
  const args = [...nodeOptions, join(root, 'tools', script), ...process.argv.slice(2)];
  // The channel tells the other side when this process goes, even by SIGKILL.
  const child = spawn(pinnedNode, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'], env: environment() });
  // The terminal sends Ctrl-C to both; whoever sends a signal to this process alone means the other one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((done) => child.once('exit', (...ending) => done(ending)));
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
}

function isInstalled() {
  if (!existsSync(pinnedNode) || !existsSync(inModules('.package-lock.json'))) return false;
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lockDigest()) return true;
  return statSync(inModules('.package-lock.json')).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}

async function install() {
  const since = Date.now();
  console.log('installing the packages of package-lock.json (a minute or so the first time) ...');
  const code = await new Promise((done) => {
    const npm = spawn('npm', ['ci', '--loglevel=error'], { cwd: root, stdio: 'inherit', env: withoutModules() });
    npm.once('exit', done);
    npm.once('error', (error) => done(error.message));
  });
  if (code !== 0) {
    console.error(`npm ci failed (${code}). The lines above say why; "npm ci" by hand shows more.`);
    process.exit(1);
  }
  writeFileSync(marker, lockDigest());
  console.log(`  installed in ${Math.round((Date.now() - since) / 1000)} s`);
}

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

/** `node` means the pinned one for whatever is started from here. */
function environment() {
  const path = `${inModules('.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, npm_node_execpath: realpathSync(pinnedNode) };
}

// npm must not run on the very Node that it is about to replace.
function withoutModules() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...process.env, PATH: folders.join(delimiter) };
}
