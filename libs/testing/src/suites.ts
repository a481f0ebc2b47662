/** The suites below a folder that share a stage, loaded into the test file that asks. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export async function loadSuites(folder: string): Promise<void> {
  const files = globSync('**/*.e2e.spec.ts', { cwd: folder }).map((path) => join(folder, path));
  for (const file of files.sort())
    if (/ = on(Stage|Door|System)\(/.test(readFileSync(file, 'utf8'))) await import(file);
}
