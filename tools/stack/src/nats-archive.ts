/** Fetches nats-server from the distribution's own signed archive, with apt, without installing anything. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { distributionArchive } from './apt-sources.ts';
import type { Archive } from './apt-sources.ts';

// The very package that this product was tested with; apt checks the archive's signature for any other.
const knownDigests = new Map([
  ['nats-server_2.15.1-1_amd64.deb', '31ef4ceaa84e8248d449e508472e3770c17c3695cb5cb0ee96e03912724ea884'],
]);

type Say = (line: string) => void;
type Runs = (path: string) => boolean;

/** The program that it unpacked into the cache; undefined where there is no apt, no network or no such package. */
export async function fetchFromArchive(cache: string, runs: Runs, say: Say): Promise<string | undefined> {
  const archive = distributionArchive();
  if (!archive) return undefined;
  for (const suite of archive.suites) {
    say(`fetching nats-server from ${archive.distribution} ${suite} (nothing is installed on the machine)`);
    try {
      const path = fetchFromSuite(cache, archive, suite);
      if (runs(path)) return path;
      say(`  the one of ${suite} does not run here`);
    } catch (error) {
      say(`  not from ${suite}: ${reason(error)}`);
    }
  }
  return undefined;
}

function fetchFromSuite(cache: string, archive: Archive, suite: string): string {
  const work = join(cache, `apt-${process.pid}`);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  try {
    writeFileSync(join(work, 'sources.list'), `deb ${archive.options}${archive.uri} ${suite} ${archive.components}\n`);
    execFileSync('apt-get', [...privately(work), 'update'], { stdio: 'pipe', timeout: 180_000 });
    execFileSync('apt-get', [...privately(work), 'download', 'nats-server'], {
      cwd: work,
      stdio: 'pipe',
      timeout: 180_000,
    });
    return unpack(work, cache);
  } finally {
    rmSync(work, { recursive: true, force: true }); // the package lists alone are tens of megabytes
  }
}

// Lists and cache of our own: neither root's rights nor the machine's package state are touched.
function privately(work: string): string[] {
  const settings = {
    'Dir::Etc::SourceList': join(work, 'sources.list'),
    'Dir::Etc::SourceParts': '/dev/null',
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Cache::Archives': join(work, 'cache/archives'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '1',
    'Acquire::http::Timeout': '15',
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

function unpack(work: string, cache: string): string {
  const deb = readdirSync(work).find((entry) => entry.endsWith('.deb'));
  if (!deb) throw new Error('the archive gave no package');
  checkDigest(join(work, deb));
  execFileSync('dpkg-deb', ['-x', join(work, deb), join(work, 'unpacked')], { stdio: 'pipe', timeout: 60_000 });
  const target = join(cache, `nats-server-${deb.split('_')[1]}`);
  rmSync(target, { recursive: true, force: true });
  renameSync(join(work, 'unpacked'), target);
  return join(target, 'usr/sbin/nats-server');
}

function checkDigest(path: string): void {
  const known = knownDigests.get(basename(path));
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (known && known !== digest) throw new Error(`${basename(path)} is not the package we know (SHA-256 ${digest})`);
}

function reason(error: unknown): string {
  if (error instanceof Error && 'stderr' in error && error.stderr instanceof Buffer) {
    return error.stderr.toString().trim().split('\n').at(-1) ?? error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
