import { join } from 'node:path';
import { folderCycles, needsOf, type Need } from './folders.ts';

const root = join(import.meta.dirname, '../..');
const need = (from: string, to: string): Need => ({ from: `apps/x/src/${from}`, to: `apps/x/src/${to}` });

it('finds no cycle between the folders of this repository', () => {
  const needs = needsOf(root);
  expect(needs.length).toBeGreaterThan(1_000);
  expect(folderCycles(needs)).toEqual([]);
});

it('finds two folders that import each other, although no two files do', () => {
  const needs = [
    need('meetings/meeting.ts', 'agreements/agreement.ts'),
    need('agreements/list.ts', 'meetings/held.ts'),
  ];
  expect(folderCycles(needs)).toEqual(['apps/x/src: agreements -> meetings -> agreements']);
});

it('finds a cycle through a loose file, and one between folders of different depth', () => {
  const needs = [
    need('decisions/deep/decision.ts', 'under-agreement.ts'),
    need('under-agreement.ts', 'agreements/agreement.ts'),
    need('agreements/agreement.ts', 'decisions/list.ts'),
  ];
  expect(folderCycles(needs)).toEqual(['apps/x/src: agreements -> decisions -> under-agreement.ts -> agreements']);
});

it('allows imports in one direction, and imports inside a folder', () => {
  const needs = [need('a/one.ts', 'b/two.ts'), need('b/two.ts', 'c.ts'), need('a/one.ts', 'a/other.ts')];
  expect(folderCycles(needs)).toEqual([]);
});
