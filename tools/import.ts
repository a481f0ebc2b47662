// `npm run import -- keep <file.xlsx | file.csv ...>`: imports an export of keep.eu into the running register, as a client of its
// public API; `--plan` sends nothing and only writes the report, `--encoding windows-1252` is for text files that are not
// UTF-8. See docs/import.md.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { today } from '../libs/domain/src/period.ts';
import { signIn, type Ready } from './example/client.ts';
import { importFiles } from './import/run.ts';

const root = resolve(import.meta.dirname, '..');
const folder = resolve(process.env.PASSERELLE_RUN ?? join(root, '.run'));
const options = { plan: { type: 'boolean' }, encoding: { type: 'string' } } as const;
const { positionals, values } = parseArgs({ allowPositionals: true, options });
const [source, ...files] = positionals;

// A date in a workbook has no time zone: read in the machine's zone, it could become another day.
process.env.TZ = 'UTC';

if (source === undefined || files.length === 0) {
  console.error(
    'usage: npm run import -- <source> <file> [<file> ...] [--plan] [--encoding <name>], for example keep projects.xlsx',
  );
  process.exitCode = 2;
} else {
  try {
    const api = values.plan === true ? undefined : await signIn(ready());
    const run = { source, files, encoding: values.encoding, folder: join(folder, 'import'), say: console.log };
    await importFiles(run, api, today(new Date()));
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

/** The message `fetch failed` does not name the host: its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${reasonOf(error.cause)})`;
}
