// `npm run catalogue`: writes the contracts of all services as pages in docs/api, so that a change of contract is visible in the
// diff of its commit, and as documents for programs in `.run/api`. `-- --check` writes nothing and fails when a page differs from
// what the build announces.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { catalogues } from './catalogue/compose.ts';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'docs/api');
const check = process.argv.includes('--check');

const { pages, documents } = await catalogues(root);
const stale = Object.entries(pages).filter(([name, text]) => {
  const file = join(folder, name);
  return !existsSync(file) || readFileSync(file, 'utf8') !== text;
});
const unknown = readdirSync(folder).filter((name) => !(name in pages));

if (!check) {
  for (const [name, text] of stale) writeFileSync(join(folder, name), text);
  mkdirSync(join(root, '.run/api'), { recursive: true });
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(root, '.run/api', name), text);
}
for (const [name] of stale) console.log(`${check ? 'differs' : 'written'}: docs/api/${name}`);
for (const name of unknown) console.log(`not written by this command: docs/api/${name}`);
const isTrue = stale.length + unknown.length === 0;
if (isTrue) console.log('docs/api is what the services announce');
process.exit((check && !isTrue) || unknown.length > 0 ? 1 : 0);
