/**
 * Finds a Chromium for the tests that need a real browser: the one that CHROMIUM_PATH names, else on the PATH, in the
 * cache, in the archive of Debian (unpacked privately, with the libraries that this machine lacks).
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fetchProgram, reason } from './apt-package.ts';
import { distributionArchive } from './apt-sources.ts';
import { lockFolder } from './lock.ts';

export interface Chromium {
  path: string;
  /** Variables in addition to the inherited environment. */
  environment: Record<string, string>;
}

type Say = (line: string) => void;

const names = ['chromium', 'chromium-browser', 'google-chrome'];

const howToGetOne =
  'Install Chromium or Chrome so that it is on the PATH as chromium, chromium-browser or google-chrome ' +
  '(on Debian: apt-get install --no-install-recommends chromium), or set CHROMIUM_PATH to the program';

export async function findChromium(say: Say = () => {}): Promise<Chromium> {
  const { CHROMIUM_PATH: chosen, XDG_CACHE_HOME: caches = join(homedir(), '.cache') } = process.env;
  if (chosen) return [installed(chosen)].find(runs) ?? fail(`CHROMIUM_PATH names ${chosen}, which does not run here`);
  const cache = join(caches, 'passerelle');
  const present = [...onPath(), ...inCache(cache)].find(runs);
  if (present) return present;
  mkdirSync(cache, { recursive: true });
  const unlock = await lockFolder(join(cache, 'chromium.lock'), 600_000);
  try {
    // Another process may have fetched it during the wait for the lock.
    return inCache(cache).find(runs) ?? fetched(cache, say) ?? fail('No Chromium found');
  } finally {
    unlock();
  }
}

const installed = (path: string): Chromium => ({ path, environment: {} });

function onPath(): Chromium[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => installed(join(folder, name))));
}

const inCache = (cache: string): Chromium[] =>
  existsSync(cache)
    ? readdirSync(cache)
        .map((entry) => join(cache, entry))
        .filter((folder) => existsSync(fontsFile(folder))) // written last, so its presence shows that the folder is complete
        .map(unpacked)
    : [];

/** Ubuntu's package only points to a snap, which does not start without its daemon. */
function fetched(cache: string, say: Say): Chromium | undefined {
  if (distributionArchive()?.distribution !== 'debian') return undefined;
  say('fetching chromium from the archive of debian (up to 200 MB, nothing is installed on the machine)');
  try {
    return [unpacked(withFonts(fetchProgram(cache, 'chromium')))].find(runs);
  } catch (error) {
    say(`  not from there: ${reason(error)}`);
    return undefined;
  }
}

function unpacked(folder: string): Chromium {
  const libraries = ['usr/lib', 'lib'].flatMap((name) => {
    const path = join(folder, name);
    const machines = existsSync(path) ? readdirSync(path).filter((entry) => entry.endsWith('-linux-gnu')) : [];
    return machines.flatMap((machine) => ['', 'pulseaudio'].map((inner) => join(path, machine, inner)));
  });
  return {
    path: join(folder, 'usr/lib/chromium/chromium'),
    environment: { LD_LIBRARY_PATH: libraries.join(delimiter), FONTCONFIG_FILE: fontsFile(folder) },
  };
}

const fontsFile = (folder: string): string => join(folder, 'fonts.conf');

/** The fonts of the machine, and those that came with the package. */
function withFonts(folder: string): string {
  const dirs = ['/usr/share/fonts', join(folder, 'usr/share/fonts')].map((dir) => `<dir>${dir}</dir>`);
  const fixed = '<alias><family>monospace</family><prefer><family>DejaVu Sans Mono</family></prefer></alias>';
  const cache = `<cachedir>${join(folder, 'font-cache')}</cachedir>`;
  writeFileSync(
    fontsFile(folder),
    `<?xml version="1.0"?>\n<fontconfig>${dirs.join('')}${fixed}${cache}</fontconfig>\n`,
  );
  return folder;
}

/** Whether it loads its libraries and prints its version. */
function runs({ path, environment }: Chromium): boolean {
  if (!existsSync(path)) return false;
  try {
    const env = { ...process.env, ...environment };
    execFileSync(path, ['--no-sandbox', '--version'], { env, stdio: 'ignore', timeout: 60_000 });
    return true;
  } catch {
    return false;
  }
}

function fail(what: string): never {
  throw new Error(`${what}. ${howToGetOne}`);
}
