/** Unpacks a package of the distribution's own signed archive into a folder, with apt, without installing anything. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Archive } from './apt-sources.ts';

interface Wanted {
  /** Holds the unpacked package, as `<name>-<version>`. */
  cache: string;
  archive: Archive;
  suite: string;
  name: string;
  /** Throws where the file is not what it should be; apt has checked the archive's signature by then. */
  check?: (path: string) => void;
}

/** The folder that holds the package's files, as they would lie under `/`. */
export function fetchPackage({ cache, archive, suite, name, check }: Wanted): string {
  const work = join(cache, `apt-${name}-${process.pid}`);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'unpacked']) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  try {
    writeFileSync(join(work, 'sources.list'), `deb ${archive.options}${archive.uri} ${suite} ${archive.components}\n`);
    execFileSync('apt-get', [...privately(work), 'update'], { stdio: 'pipe', timeout: 180_000 });
    const download = [...privately(work), 'download', name];
    execFileSync('apt-get', download, { cwd: work, stdio: 'pipe', timeout: 180_000 });
    const deb = readdirSync(work).find((entry) => entry.endsWith('.deb'));
    if (!deb) throw new Error('the archive gave no package');
    check?.(join(work, deb));
    return unpack(work, deb, join(cache, `${name}-${deb.split('_')[1]}`));
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

function unpack(work: string, deb: string, target: string): string {
  execFileSync('dpkg-deb', ['-x', join(work, deb), join(work, 'unpacked')], { stdio: 'pipe', timeout: 60_000 });
  rmSync(target, { recursive: true, force: true });
  renameSync(join(work, 'unpacked'), target);
  return target;
}
