/**
 * Loads the example records through the public API of a running Passerelle: `node tools/example/load.ts`. Reads the addresses
 * from the file `PASSERELLE_READY`, or else `.run/ready.json`. A second run creates nothing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Ready } from './client.ts';
import { signInAll } from './loading.ts';
import { load } from './order.ts';

const root = resolve(import.meta.dirname, '..', '..');
const path = process.env.PASSERELLE_READY ?? join(root, '.run', 'ready.json');

try {
  if (!existsSync(path)) throw new Error(`${path} is not there: start Passerelle first (npm start)`);
  const ready: Ready = JSON.parse(readFileSync(path, 'utf8'));
  await load(await signInAll(ready), (what, ref, name) => console.log(`${what.padEnd(10)} ${ref}  ${name}`));
} catch (error) {
  console.error(`The example could not be loaded: ${reasonOf(error)}`);
  process.exitCode = 1;
}

/** The message `fetch failed` does not name the host: its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}
