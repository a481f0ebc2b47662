// `npm run import -- keep <file.xlsx | file.csv ...>`: an export of keep.eu into the running register, as a client of its
// public API; `--plan` sends nothing and only writes the report. docs/import.md says more.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { signIn, type Ready } from './example/client.ts';
import { importFiles } from './import/run.ts';

const root = resolve(import.meta.dirname, '..');
const folder = resolve(process.env.PASSERELLE_RUN ?? join(root, '.run'));
const { positionals, values } = parseArgs({ allowPositionals: true, options: { plan: { type: 'boolean' } } });
const [source, ...files] = positionals;
const today = new Date().toISOString().slice(0, 10);

if (source === undefined || files.length === 0) {
  console.error('usage: npm run import -- <source> <file> [<file> ...] [--plan], for example keep projects.xlsx');
  process.exitCode = 2;
} else {
  try {
    const api = values.plan === true ? undefined : await signIn(ready());
    await importFiles({ source, files, folder: join(folder, 'import'), say: console.log }, api, today);
  } catch (error) {
    console.error(`The import did not end: ${reasonOf(error)}`);
    process.exitCode = 1;
  }
}

function ready(): Ready {
  const path = join(folder, 'ready.json');
  if (!existsSync(path)) throw new Error(`${path} is not there: start Passerelle first (npm start)`);
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** `fetch failed` alone says nothing: its cause says who did not answer. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}
