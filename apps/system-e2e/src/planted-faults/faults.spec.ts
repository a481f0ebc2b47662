import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { faults } from './faults.ts';

const root = resolve(import.meta.dirname, '../../../..');
const occurrences = (text: string, part: string) => text.split(part).length - 1;

it.each(faults)('$what: can be planted', ({ file, before, after }) => {
  expect(occurrences(readFileSync(resolve(root, file), 'utf8'), before)).toBe(1);
  expect(after).not.toBe(before);
});
