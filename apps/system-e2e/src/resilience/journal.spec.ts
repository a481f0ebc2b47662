import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Journal, readJournal } from './journal.ts';
import type { Intent } from './journal.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'passerelle-journal-'));
  path = join(folder, 'journal.ndjson');
});
afterEach(() => rmSync(folder, { recursive: true }));

const intent = (number: number): Intent => ({
  intent: number,
  at: '2026-01-01T00:00:00Z',
  trace: `${number}`,
  method: 'POST',
  path: '/agreements',
  body: {},
});

it('has a line on the disk as soon as it confirms it, with concurrent writers', async () => {
  const journal = await Journal.open(path);
  await Promise.all(
    Array.from({ length: 200 }, async (_, number) => {
      await journal.write(intent(number));
      expect(readFileSync(path, 'utf8')).toContain(`{"intent":${number},`);
    }),
  );
  await journal.close();
  expect(await readJournal(path)).toHaveLength(200);
});

it('pairs intents with their answers; an unanswered intent has none', async () => {
  const journal = await Journal.open(path);
  for (const number of [1, 2]) await journal.write(intent(number));
  await journal.write({ answer: 2, status: 201, ms: 3, id: 'a', version: 1 });
  await journal.close();
  const [first, second] = await readJournal(path);
  expect(first).toEqual(intent(1));
  expect(second?.answer).toMatchObject({ status: 201, id: 'a' });
});

it('refuses an answer to an unknown intent', async () => {
  appendFileSync(path, `${JSON.stringify({ answer: 9, status: 201, ms: 1 })}\n`);
  await expect(readJournal(path)).rejects.toThrow('answer to 9');
});
