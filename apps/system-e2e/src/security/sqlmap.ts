// sqlmap, as installed on the machine or from its distribution: a whole tool for what our own corpus does by hand.
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fetchPackage } from '@passerelle/stack/apt-package';
import { distributionArchive } from '@passerelle/stack/apt-sources';

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'passerelle');

/** The command line that begins an attack. */
export function findSqlmap(): readonly string[] {
  if (spawnSync('sqlmap', ['--version'], { stdio: 'ignore' }).status === 0) return ['sqlmap'];
  mkdirSync(cache, { recursive: true });
  const [program = unpacked()] = globSync('sqlmap-*/usr/share/sqlmap/sqlmap.py', { cwd: cache }).map((path) =>
    join(cache, path),
  );
  execFileSync('python3', [program, '--version'], { stdio: 'ignore', timeout: 60_000 });
  return ['python3', program];
}

function unpacked(): string {
  const archive = distributionArchive();
  const suite = archive?.suites.at(-1);
  if (archive === undefined || suite === undefined)
    throw new Error('Install sqlmap: there is no apt to install it from');
  const program = join(fetchPackage({ cache, archive, suite, name: 'sqlmap' }), 'usr/share/sqlmap/sqlmap.py');
  if (!existsSync(program)) throw new Error('the package sqlmap contains no sqlmap');
  return program;
}

const run = promisify(execFile);

/**
 * Limited to minutes: every technique, the few best payloads of each, and two seconds to distinguish a sleep from a
 * delay.
 */
const options = '--batch --flush-session --disable-coloring --dbms=PostgreSQL --technique=BEUST --time-sec=2'.split(
  ' ',
);

export type Verdict = 'injectable' | 'not injectable';

/** The verdict of sqlmap on all parameters of an address; throws if there is none. */
export async function attack(command: readonly string[], url: string, token: string, folder: string): Promise<Verdict> {
  const [program = '', ...before] = command;
  const headers = token === '' ? [] : ['-H', `Authorization: Bearer ${token}`];
  // A separate session: two attacks on one host would share one.
  const own = ['-u', url, ...headers, '--output-dir', mkdtempSync(join(folder, 'session-')), '--threads=2'];
  const { stdout } = await run(program, [...before, ...options, ...own], { timeout: 600_000, maxBuffer: 2 ** 26 });
  if (/identified the following injection point/.test(stdout)) return 'injectable';
  if (/all tested parameters do not appear to be injectable/.test(stdout)) return 'not injectable';
  throw new Error(`sqlmap came to no verdict on ${url}:\n${stdout.slice(-2_000)}`);
}
