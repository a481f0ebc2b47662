/**
 * Finds a nats-server: the one that NATS_SERVER names, else on the PATH, in the cache, in the distribution's signed
 * archive (unpacked privately), from Homebrew. From 2.14 on it runs in "full" mode; an older one is the last
 * resort, runs in "reduced" mode, and a message says so.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { lockFolder } from './lock.ts';
import { fetchFromArchive } from './nats-archive.ts';

export interface NatsBinary {
  path: string;
  version: string;
  mode: 'full' | 'reduced';
}

type Say = (line: string) => void;

// 2.14 adds durable sourcing for partners; durable fsync and atomic batches came earlier.
const fullFrom = [2, 14] as const;

export async function findNats(say: Say = () => {}): Promise<NatsBinary> {
  const chosen = process.env.NATS_SERVER;
  if (chosen) return declared(natsBinary(chosen) ?? unusable(chosen), say);
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'passerelle');
  const present = newest([...onPath(), ...inCache(cache)]);
  if (present?.mode === 'full') return present;
  mkdirSync(cache, { recursive: true });
  const unlock = await lockFolder(join(cache, 'nats.lock'), 300_000);
  try {
    const found = newest([...inCache(cache), ...(await fetched(cache, say)), ...(present ? [present] : [])]);
    if (found?.mode === 'full') return found;
    const best = newest([...fromBrew(say), ...(found ? [found] : [])]);
    if (best) return declared(best, say);
  } finally {
    unlock();
  }
  throw new Error(
    'No nats-server found. Install nats-server 2.14 or newer so that it is on the PATH (https://docs.nats.io), or set NATS_URL to a server of yours',
  );
}

/** The server behind a path, or undefined when it does not run on this machine. */
export function natsBinary(path: string): NatsBinary | undefined {
  try {
    const line = execFileSync(path, ['--version'], {
      encoding: 'utf8',
      timeout: 10_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const version = /v?(\d+\.\d+\.\d+)/.exec(line)?.[1];
    return version ? { path, version, mode: isAtLeast(version, fullFrom) ? 'full' : 'reduced' } : undefined;
  } catch {
    return undefined;
  }
}

export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [ownMajor = 0, ownMinor = 0] = version.split('.').map(Number);
  return ownMajor > major || (ownMajor === major && ownMinor >= minor);
}

function onPath(): NatsBinary[] {
  // Debian puts the server into /usr/sbin, which a user's PATH often leaves out.
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'].filter(Boolean);
  return runnable([...new Set(folders)].map((folder) => join(folder, 'nats-server')));
}

function inCache(cache: string): NatsBinary[] {
  if (!existsSync(cache)) return [];
  const unpacked = readdirSync(cache).filter((entry) => entry.startsWith('nats-server-'));
  return runnable(unpacked.map((entry) => join(cache, entry, 'usr/sbin/nats-server')));
}

async function fetched(cache: string, say: Say): Promise<NatsBinary[]> {
  if (newest(inCache(cache))?.mode === 'full') return []; // another process fetched it during the wait for the lock
  const path = await fetchFromArchive(cache, (each) => natsBinary(each) !== undefined, say);
  return path ? runnable([path]) : [];
}

function fromBrew(say: Say): NatsBinary[] {
  try {
    execFileSync('brew', ['--version'], { stdio: 'ignore' });
  } catch {
    return [];
  }
  say('fetching nats-server with Homebrew');
  execFileSync('brew', ['install', '--quiet', 'nats-server'], { stdio: 'ignore', timeout: 300_000 });
  const prefix = execFileSync('brew', ['--prefix', 'nats-server'], { encoding: 'utf8' }).trim();
  return runnable([join(prefix, 'bin', 'nats-server')]);
}

function declared(binary: NatsBinary, say: Say): NatsBinary {
  if (binary.mode === 'full') return binary;
  const losses = ['no atomic batches', 'no subscriptions of partners'];
  // No facts are lost: the event log in PostgreSQL fills the stream again.
  if (!isAtLeast(binary.version, [2, 10]))
    losses.push('a power cut may empty a stream until its service publishes again');
  say(`nats-server ${binary.version} is older than ${fullFrom.join('.')}: reduced mode (${losses.join(', ')})`);
  return binary;
}

function unusable(path: string): never {
  throw new Error(`NATS_SERVER names ${path}, which is no nats-server that runs on this machine`);
}

function runnable(paths: string[]): NatsBinary[] {
  return paths.filter((path) => existsSync(path)).flatMap((path) => natsBinary(path) ?? []);
}

function newest(found: NatsBinary[]): NatsBinary | undefined {
  return found.toSorted((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }))[0];
}
