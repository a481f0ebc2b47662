// `npm run catalogue`: the contracts of all services as files in docs/api, so that a change of contract shows in the diff of the
// change that makes it. `-- --check` writes nothing and fails when a file is not what the build would announce.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { catalogues } from './catalogue/compose.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'docs/api');
const check = process.argv.includes('--check');
mkdirSync(folder, { recursive: true });

const stale = Object.entries(await catalogues(root)).filter(([name, text]) => {
  const file = join(folder, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return false;
  if (!check) writeFileSync(file, text);
  return true;
});
for (const [name] of stale) console.log(`${check ? 'differs' : 'written'}: docs/api/${name}`);
if (stale.length === 0) console.log('docs/api is what the services announce');
process.exit(check && stale.length > 0 ? 1 : 0);
