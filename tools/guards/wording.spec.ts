import { join } from 'node:path';
import { trackedWordsOut, wordsOut } from './wording.ts';

const root = join(import.meta.dirname, '../..');

describe('wording', () => {
  it('finds no workplace and no registry in any tracked file', () => {
    expect(trackedWordsOut(root)).toEqual([]);
  });

  it.each([
    ['a workplace', ['see /work', 'main/README.md'].join('/')],
    ['the design notes', ['..', 'shared', 'design', 'STYLE.md'].join('/')],
    ['a registry', ['https://registry', 'npmjs.org/zod'].join('.')],
    ['a resolved address', ['"resolved": ', '"https://example.org/zod.tgz"'].join('')],
    ['a private key', ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')],
  ])('refuses %s', (name, text) => {
    expect(wordsOut('notes.md', text)).toContain(`notes.md names ${name}`);
  });
});
