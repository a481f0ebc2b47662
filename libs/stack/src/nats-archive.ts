/** Fetches nats-server from the distribution's own signed archive, with apt, without installing anything. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fetchPackage, reason } from './apt-package.ts';
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

const fetchFromSuite = (cache: string, archive: Archive, suite: string): string =>
  join(fetchPackage({ cache, archive, suite, name: 'nats-server', check: checkDigest }), 'usr/sbin/nats-server');

function checkDigest(path: string): void {
  const known = knownDigests.get(basename(path));
  const digest = createHash('sha256').update(readFileSync(path)).digest('hex');
  if (known && known !== digest) throw new Error(`${basename(path)} is not the package we know (SHA-256 ${digest})`);
}
