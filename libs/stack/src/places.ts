/** Where the servers may keep their files, and as whom PostgreSQL runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, statfsSync, statSync } from 'node:fs';
import { freemem } from 'node:os';
import { dirname, join, resolve } from 'node:path';

export interface Account {
  uid: number;
  gid: number;
}

const isRoot = () => process.getuid?.() === 0;

// PostgreSQL refuses to run as root, and the account it then runs as must be able to reach its files: nothing under
// the home of root. So root's databases live in /var/tmp, one folder per wanted place.
export function placeFor(wanted: string): string {
  const folder =
    isRoot() && !resolve(wanted).startsWith(`${memory}/`)
      ? join('/var/tmp', `passerelle-${shortHash(resolve(wanted))}`)
      : resolve(wanted);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid } = lstatSync(folder);
  if (uid !== process.getuid?.()) throw new Error(`${folder} belongs to user ${uid}: remove it or start as that user`);
  if (isRoot()) chmodSync(folder, 0o755);
  return folder;
}

const memory = '/dev/shm';
const roomNeeded = 4 * 2 ** 30;

/**
 * A folder in memory for data of one test run; `wanted` itself when memory has no room. Servers write and sync there as on a
 * disk, only faster. A power cut would lose the data, but tests kill processes, not the machine.
 */
export function memoryPlaceFor(wanted: string): string {
  if (!existsSync(memory) || freemem() < 2 * roomNeeded) return wanted;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize < roomNeeded ? wanted : placeFor(join(memory, `passerelle-${shortHash(resolve(wanted))}`));
}

export const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The account that runs PostgreSQL: ours, or `postgres` when we are root; created, with a message, if it is missing. */
export function postgresAccount(say: (line: string) => void): Account | undefined {
  if (!isRoot()) return undefined;
  const known = accountOf('postgres');
  if (known) return known;
  say('PostgreSQL refuses to run as root: adding the system user "postgres" to this machine');
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
  const added = accountOf('postgres');
  if (!added) throw new Error('The user "postgres" could not be added: add one, or start as a user other than root');
  return added;
}

function accountOf(name: string): Account | undefined {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  const [uid, gid] = ids.map((id) => (id.status === 0 ? Number(id.stdout) : Number.NaN));
  return uid === undefined || gid === undefined || Number.isNaN(uid + gid) ? undefined : { uid, gid };
}

/** Whether every account of the machine may enter all folders of the path. */
export function reachableByAll(path: string): boolean {
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
