/** In the place of words that were taken back: a reader sees that there was something, and not what. */
const mark = '[…]';
const fewest = 3;

/** The words as records contain them; undefined for words so short that they would be found in many texts. */
export function wordsFrom(given: string): string | undefined {
  const words = given.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  return words.length < fewest || words === mark ? undefined : words;
}

/** As they are inside a JSON text, of JavaScript as of PostgreSQL. */
export const inJson = (words: string): string => JSON.stringify(words).slice(1, -1);

/** A JSON value without these words; names of fields stay. */
export function without(value: unknown, words: string): unknown {
  if (typeof value === 'string') return value.replaceAll(words, mark);
  if (Array.isArray(value)) return value.map((item: unknown) => without(item, words));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, without(held, words)]));
}
