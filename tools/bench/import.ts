// Imports a real export through the public API: rows per second, including rows that are read but not written.
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { say } from '@passerelle/stack/progress';
import { lastLines, runToEnd } from '@passerelle/stack/processes';
import type { Measure } from './table.ts';

const root = resolve(import.meta.dirname, '../..');
/** Projects and partners in the file. */
const rows = 1_891 + 8_621;

export async function imported(): Promise<Measure[]> {
  const data = process.env.PASSERELLE_DATA ?? join(root, '../shared/data');
  const file = join(data, 'projects/interreg/keep_closed_1420.xlsx');
  if (!existsSync(file)) {
    say(`  skipped: ${file} is not here`);
    return [];
  }
  const log = join(root, '.run/bench/import.log');
  const env = { ...process.env, PASSERELLE_RUN: join(root, '.run/bench') };
  const since = performance.now();
  const args = [join(root, 'tools/import.ts'), 'keep', file];
  const { code } = await runToEnd({ command: process.execPath, args, log, env, cwd: root }, 600_000);
  if (code !== 0) throw new Error(`the import ended with ${code}:\n${lastLines(log)}`);
  return [
    { what: `import of ${rows} rows of keep.eu`, unit: 'rows/s', ours: rows / ((performance.now() - since) / 1_000) },
  ];
}
