// Proofs of the commands that write into the tree: each runs in a copy of it.
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aWorkbook } from '../../../../tools/import/a-workbook.ts';
import { aPartner, aProject, partnerColumns, projectColumns, sheetOf } from '../../../../tools/import/an-export.ts';
import type { Copy } from './copy.ts';
import { worksAlone } from './packed.ts';
import type { Shell } from './shell.ts';

const entity = 'apps/cooperation/src/forum/agreements/agreement.entity.ts';
const schema = 'apps/cooperation/src/forum/agreements/agreement.schema.ts';

function edited({ path }: Copy, file: string, from: string, to: string): void {
  const before = readFileSync(join(path, file), 'utf8');
  expect(before).toContain(from);
  writeFileSync(join(path, file), before.replace(from, to));
}

export async function formats(command: string, shell: Shell, copy: Copy): Promise<void> {
  edited(copy, entity, 'static register(name: Name, ', 'static   register(name : Name,\n');
  expect(copy.changed()).toEqual([entity]);
  await shell.run(command, { folder: copy.path });
  expect(copy.changed()).toEqual([]);
}

export async function migrates(command: string, shell: Shell, copy: Copy): Promise<void> {
  const last = 'endReason: LocalizedMultilineText(3, 1000).optional(),';
  edited(copy, schema, last, `${last}\n  website: z.string().optional(),`);
  const said = await shell.run(command, { folder: copy.path });
  const [list = '', migration = '', ...others] = copy.changed().filter((file) => file !== schema);
  expect([list, ...others]).toEqual(['apps/cooperation/src/migrations.ts']);
  expect(migration).toMatch(/^apps\/cooperation\/src\/migrations\/\d+-add-website\.ts$/);
  const text = readFileSync(join(copy.path, migration), 'utf8');
  expect(text).toMatch(/up\([^]*'ALTER TABLE agreement ADD website text'[^]*down\([^]*DROP COLUMN website/);
  expect(readFileSync(join(copy.path, list), 'utf8')).toMatch(/AddWebsite\d+,?\s*\];$/m);
  expect(said).toContain(migration);
}

export async function packs(command: string, shell: Shell, copy: Copy): Promise<void> {
  const said = await shell.run(command, { folder: copy.path });
  const [, out = ''] = /^cooperation: .* in (.+)$/m.exec(said) ?? [];
  // Outside the packages of the copy, so that a missing package is noticed.
  const elsewhere = mkdtempSync(join(tmpdir(), 'passerelle-packed-'));
  try {
    renameSync(join(copy.path, out), join(elsewhere, 'cooperation'));
    await worksAlone(join(elsewhere, 'cooperation'));
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
}

/** Into the stack that runs in `stack`: the workbook is in the current folder of the command. */
export async function imports(command: string, shell: Shell, copy: Copy, stack: string): Promise<void> {
  const sheets = {
    'Projects (lead partners)': sheetOf(projectColumns, [aProject()]),
    Partners: sheetOf(partnerColumns, [aPartner(), aPartner({ 'Project Partner': 'Stad Gent', Town: 'Gent' })]),
  };
  writeFileSync(join(copy.path, 'projects.xlsx'), aWorkbook(sheets));
  const where = { folder: copy.path, env: { PASSERELLE_RUN: stack } };
  expect(await shell.run(command, where)).toContain(
    'Projects (lead partners): 1 taken + 0 merged + 0 refused = 1 rows',
  );
  expect(await shell.run(command, where)).toContain('nothing to write, all was there');
  rmSync(join(copy.path, 'projects.xlsx'));
}
