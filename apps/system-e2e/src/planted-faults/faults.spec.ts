import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { faults } from './faults.ts';

const root = resolve(import.meta.dirname, '../../../..');
const occurrences = (text: string, part: string) => text.split(part).length - 1;

it.each(faults)('$what: can be planted', ({ file, before, after }) => {
  expect(occurrences(readFileSync(resolve(root, file), 'utf8'), before)).toBe(1);
  expect(after).not.toBe(before);
});

const specs = globSync('{apps,libs,tools}/**/*.spec.ts', { cwd: root, exclude: ['**/node_modules'] });
// A stage runs within the whole suite only.
const kinds = { unit: /^(?!.*\.(e2e|long|volume)\.spec)/, e2e: /^(?!.*\/stage\.).*\.e2e\.spec/ };

it.each(faults)('$what: is left to tests that exist', ({ noticedBy: [kind, pattern] }) => {
  expect(specs.filter((path) => kinds[kind].test(path) && new RegExp(pattern).test(path))).not.toEqual([]);
});
