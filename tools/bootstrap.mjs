// The first step of every npm script on a bare machine, with any Node and no packages yet: therefore plain JavaScript with
// `node:` imports only. Installs the packages of the lock file, then starts the Node that the lock file pins.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const inModules = (...path) => join(root, 'node_modules', ...path);
const marker = inModules('.passerelle-lock');
const pinnedNode = inModules('.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** Runs a TypeScript file of this repository under the pinned Node, with the packages of the lock file installed. */
export async function handOver(script, args, options = []) {
  // The IPC channel closes when this process ends, even by SIGKILL, so the child notices.
  await run(pinnedNode, [...options, join(root, script), ...args], ['inherit', 'inherit', 'inherit', 'ipc']);
}

/** Runs a package's program, by its name in node_modules/.bin. */
export async function handOverToProgram(name, args) {
  await run(inModules('.bin', name), args, 'inherit');
}

async function run(command, args, stdio) {
  if (!isInstalled()) await install();
  const child = spawn(command, args, { stdio, env: environment() });
  // Ctrl-C in the terminal reaches both processes; any other signal to this one is passed on to the child.
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

/** `node` means the pinned one for all child processes. */
function environment() {
  const path = `${inModules('.bin')}${delimiter}${process.env.PATH ?? ''}`;
  return { ...process.env, PATH: path, npm_node_execpath: realpathSync(pinnedNode) };
}

// npm must not run on the Node that it is about to replace.
function withoutModules() {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'));
  return { ...process.env, PATH: folders.join(delimiter) };
}
