/** Unpacks packages of the distribution's own signed archive into a folder, with apt, without installing anything. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from './apt-sources.ts';

interface Wanted {
  /** The folder for the unpacked package, `<name>-<version>`. */
  cache: string;
  archive: Archive;
  suite: string;
  name: string;
  /** Throws for an unexpected file; apt has checked the archive's signature before. */
  check?: (path: string) => void;
}

/** The folder with the package's files, laid out as under `/`. */
export function fetchPackage({ cache, archive, suite, name, check }: Wanted): string {
  return inWorkFolder(cache, name, (work) => {
    writeFileSync(join(work, 'sources.list'), `deb ${archive.options}${archive.uri} ${suite} ${archive.components}\n`);
    const apt = [...privately(work), ...fromListAt(work)];
    aptGet(work, [...apt, 'update']);
    aptGet(work, [...apt, 'download', name]);
    return unpack(work, join(cache, `${name}-${versionOf(work, name)}`), check);
  });
}

/** The same for the machine's own version of a program, with every package that it needs and this machine lacks. */
export function fetchProgram(cache: string, name: string): string {
  return inWorkFolder(cache, name, (work) => {
    const apt = privately(work);
    aptGet(work, [...apt, 'update']);
    const plan = aptGet(work, [...apt, '--simulate', '--no-install-recommends', 'install', name]);
    const lacking = [...plan.matchAll(/^Inst (\S+) \(/gm)].map(([, each = '']) => each);
    aptGet(work, [...apt, 'download', ...lacking], 900_000);
    return unpack(work, join(cache, `${name}-${versionOf(work, name)}`));
  });
}

function inWorkFolder(cache: string, name: string, fetch: (work: string) => string): string {
  const work = join(cache, `apt-${name}-${process.pid}`);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  try {
    return fetch(work);
  } finally {
    rmSync(work, { recursive: true, force: true }); // the package lists alone are tens of megabytes
  }
}

const aptGet = (work: string, args: string[], timeout = 180_000): string =>
  execFileSync('apt-get', args, { cwd: work, stdio: 'pipe', timeout, env: { ...process.env } }).toString();

// Separate lists and cache: needs no root, and leaves the machine's package state alone.
function privately(work: string): string[] {
  return options({
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Cache::Archives': join(work, 'cache/archives'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
  });
}

const fromListAt = (work: string): string[] =>
  options({ 'Dir::Etc::SourceList': join(work, 'sources.list'), 'Dir::Etc::SourceParts': '/dev/null' });

const options = (settings: Readonly<Record<string, string>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);

function versionOf(work: string, name: string): string {
  const deb = debsIn(work).find((entry) => entry.startsWith(`${name}_`));
  if (!deb) throw new Error('the archive gave no package');
  return deb.split('_')[1] ?? '';
}

const debsIn = (work: string): string[] => readdirSync(work).filter((entry) => entry.endsWith('.deb'));

function unpack(work: string, target: string, check?: (path: string) => void): string {
  for (const deb of debsIn(work)) {
    check?.(join(work, deb));
    execFileSync('dpkg-deb', ['-x', join(work, deb), join(work, 'unpacked')], { stdio: 'pipe', timeout: 60_000 });
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(join(work, 'unpacked'), target);
  return target;
}

/** Why apt failed: the last line of its output. */
export function reason(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && error.stderr instanceof Buffer) {
    return error.stderr.toString().trim().split('\n').at(-1) ?? error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
