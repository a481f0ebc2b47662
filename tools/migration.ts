// `npm run migration -- <service> <name>` generates a migration from the entities of a service; read it before you commit it.
// `npm run migration -- <service> --list` only regenerates the list of migrations, after one was written by hand.
import { build } from '@passerelle/stack/build';
import { messageOf, step } from '@passerelle/stack/progress';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Difference } from './migration/difference.ts';
import { servicesOf, writeMigrationList } from './migration/list.ts';
import { onScratchDatabase } from './migration/scratch.ts';
import { objections, split } from './migration/statements.ts';
import { writeMigration } from './migration/write.ts';

const root = resolve(import.meta.dirname, '..');
const { positionals, values } = parseArgs({ allowPositionals: true, options: { list: { type: 'boolean' } } });
const [service = '', name = ''] = positionals;
const isName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
const services = servicesOf(root);

if (!services.includes(service) || isName === (values.list ?? false)) {
  stop(`npm run migration -- <service> <name-in-small-letters> | <service> --list
the services are ${services.join(', ')}`);
}

await writeMigrationList(root, service);
if (values.list !== true) await generate().catch((error: unknown) => stop(messageOf(error)));

async function generate(): Promise<void> {
  const { up, down } = await pending();
  const { kept, leftOut } = split(up);
  if (leftOut.length > 0) console.log(`left out, as indexes and constraints are made by hand:${listed(leftOut)}`);
  if (kept.length === 0) return console.log(`${service}: entities and migrations agree, nothing to write`);
  const faults = objections(kept);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  const path = await writeMigration(root, service, name, { up: kept, down: split(down).kept });
  await writeMigrationList(root, service);
  console.log(`${path}:${listed(kept)}\nread it, then commit it with the entity`);
}

async function pending(): Promise<Difference> {
  const folder = mkdtempSync(join(tmpdir(), 'passerelle-migration-'));
  try {
    await step('build', () => build(root, folder));
    return await onScratchDatabase(folder, service, root, compare);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(ownerUrl: string): Promise<Difference> {
  const { difference, entityFilesOf } = await import('./migration/difference.ts');
  const dist = join(root, 'apps', service, 'dist');
  const built = entityFilesOf(root, service).map((file) => join(dist, file.replace(/\.ts$/, '.js')));
  return difference(ownerUrl, built);
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `\n  ${line}`).join('');
}

function stop(message: string): never {
  console.error(message);
  process.exit(1);
}
