// Texts for people are in catalogues, one file per language: `problems.fr.json`, with a text for each code. The compiler refuses
// a code without a text; this guard compares the files with each other.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const languages = ['fr', 'nl', 'en', 'de'] as const;

type Language = (typeof languages)[number];
type Catalogue = Readonly<Record<string, string>>;

/** A set of catalogues, such as the four of `apps/networks/src/texts/problems`. Sentences have their English text as key. */
function setsIn(root: string): string[] {
  const files = languages.flatMap((language) =>
    globSync(`{apps,libs}/*/src/**/texts/*.${language}.json`, { cwd: root }),
  );
  return [...new Set(files.map((file) => file.replace(/\.\w+\.json$/, '')))].sort();
}

const readIn = (root: string, set: string, language: Language): Catalogue =>
  JSON.parse(readFileSync(join(root, `${set}.${language}.json`), 'utf8'));

/** The differences between the languages of each set: a text that is missing, copied or fills in other facts. */
export const unevenTexts = (root: string): string[] =>
  setsIn(root).flatMap((set) => {
    const french = readIn(root, set, 'fr');
    const english = Object.fromEntries(Object.keys(french).map((sentence) => [sentence, sentence]));
    const [others, first] = set.endsWith('/sentences')
      ? [languages.filter((language) => language !== 'en'), english]
      : [languages.slice(1), french];
    return others.flatMap((language) => {
      const faults = differences(first, readIn(root, set, language));
      return faults.map((fault) => `${set}.${language}.json: ${fault}`);
    });
  });

function differences(french: Catalogue, other: Catalogue): string[] {
  const codes = Object.keys(french);
  if (codes.join() !== Object.keys(other).join()) return ['has other codes than fr, or in another order'];
  return codes.flatMap((code) => faultsOf(french[code], other[code]).map((fault) => `${code} ${fault}`));
}

function faultsOf(one = '', other = ''): string[] {
  const copied = one === other ? ['is the same text as in fr'] : [];
  return placesIn(one) === placesIn(other) ? copied : [...copied, 'fills in other facts than fr'];
}

/** The facts that a text fills in, `{name}`, sorted, because their order differs between languages. */
const placesIn = (text: string): string => [...new Set(text.match(/\{\w+\}/g))].sort().join();

/** Texts whose code no refusal declares. */
export const unusedTexts = (root: string): string[] =>
  setsIn(root)
    .filter((set) => set.endsWith('/problems'))
    .flatMap((set) => {
      const declared = declaredIn(root, set.replace(/\/src\/.*/, '/src'));
      const codes = Object.keys(readIn(root, set, 'fr'));
      return codes
        .filter((code) => !declared.has(code))
        .map((code) => `${dirname(set)}: no refusal has the code ${code}`);
    });

function declaredIn(root: string, sources: string): Set<string> {
  const files = globSync(`${sources}/**/*.ts`, { cwd: root }).filter((path) => !path.endsWith('.spec.ts'));
  const declaration = /\b(?:refusal|belgif)Kind\(\{\s*code: '(\w+)'/g;
  const found = files.flatMap((path) => [...readFileSync(join(root, path), 'utf8').matchAll(declaration)]);
  return new Set(found.map(([, code = '']) => code));
}
