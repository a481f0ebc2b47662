import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unevenTexts, unusedTexts } from './texts.ts';

const root = join(import.meta.dirname, '../..');
const folder = 'apps/networks/src/texts';

const sound = {
  fr: { full: '{list} est complète.' },
  nl: { full: '{list} is vol.' },
  en: { full: '{list} is full.' },
  de: { full: '{list} ist voll.' },
};

/** A service with these catalogues and a refusal of the code `full`. */
function service(catalogues: object): string {
  const place = mkdtempSync(join(tmpdir(), 'texts-'));
  const files = Object.entries(catalogues).map(([language, texts]) => [`problems.${language}.json`, texts] as const);
  for (const [name, texts] of files) write(join(place, folder, name), JSON.stringify(texts));
  write(join(place, 'apps/networks/src/list.ts'), "refusalKind({\n  code: 'full',\n});");
  return place;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe('texts', () => {
  it('are the same in the four languages, and each is used', () => {
    expect([...unevenTexts(root), ...unusedTexts(root)]).toEqual([]);
    expect([...unevenTexts(service(sound)), ...unusedTexts(service(sound))]).toEqual([]);
  });

  it('refuses a code that one language lacks', () => {
    expect(unevenTexts(service({ ...sound, nl: {} }))).toEqual([
      `${folder}/problems.nl.json: has other codes than fr, or in another order`,
    ]);
  });

  it('refuses a language without a catalogue', () => {
    const { fr, nl, en } = sound;
    expect(() => unevenTexts(service({ fr, nl, en }))).toThrow(/ENOENT.*problems\.de\.json/);
  });

  it('refuses a text that fills in other facts', () => {
    expect(unevenTexts(service({ ...sound, de: { full: '{liste} ist voll.' } }))).toEqual([
      `${folder}/problems.de.json: full fills in other facts than fr`,
    ]);
  });

  it('refuses a text that is copied, and not translated', () => {
    expect(unevenTexts(service({ ...sound, en: sound.fr }))).toEqual([
      `${folder}/problems.en.json: full is the same text as in fr`,
    ]);
  });

  it('refuses a text that no refusal has', () => {
    const more = Object.entries(sound).map(([language, texts]) => [
      language,
      { ...texts, empty: `Rien, ${language}.` },
    ]);
    expect(unusedTexts(service(Object.fromEntries(more)))).toEqual([`${folder}: no refusal has the code empty`]);
  });
});
