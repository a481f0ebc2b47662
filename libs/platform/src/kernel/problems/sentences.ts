import type { Language } from '@passerelle/domain/language';
import de from './texts/sentences.de.json' with { type: 'json' };
import fr from './texts/sentences.fr.json' with { type: 'json' };
import nl from './texts/sentences.nl.json' with { type: 'json' };

// The sentences of issues are written in English where a fault is found, in schemas and rules that know no reader, and are
// translated when the problem is sent. The English sentence is the key of its translations; `{names}` stand for what it fills in.

export type SentenceTexts = Readonly<Record<Exclude<Language, 'en'>, Readonly<Record<string, string>>>>;

/** The sentence in a language. */
export type Sentences = (sentence: string, language: Language) => string;

interface Template {
  /** The text before, between and after what is filled in. */
  readonly literals: readonly string[];
  readonly names: readonly string[];
  readonly key: string;
}

/** The sentences of a service, and those of the platform, which every service uses. */
export function sentencesWith(...own: readonly SentenceTexts[]): Sentences {
  const sets: readonly SentenceTexts[] = [...own, { fr, nl, de }];
  const templates = [...new Set(sets.flatMap((set) => Object.keys(set.fr)))].map(templateOf).sort(byLength);
  const textOf = (key: string, language: Exclude<Language, 'en'>): string =>
    sets.map((set) => set[language][key]).find((text) => text !== undefined) ?? key;
  return (sentence, language) => {
    if (language === 'en') return sentence;
    for (const { key, literals, names } of templates) {
      const values = valuesIn(sentence, literals);
      if (values !== undefined) return filledIn(textOf(key, language), names, values);
    }
    return sentence;
  };
}

const place = /\{(\w+)\}/g;

const templateOf = (key: string): Template => ({
  key,
  literals: key.split(/\{\w+\}/),
  names: [...key.matchAll(place)].map(([, name = '']) => name),
});

/** "must be one of: {values}" is tried before "must be {value}", which would match it too. */
const byLength = (one: Template, other: Template): number => lengthOf(other) - lengthOf(one);
const lengthOf = ({ literals }: Template): number => literals.join('').length;

/** What the sentence has in the places of a template; undefined if it is another sentence. */
function valuesIn(sentence: string, [first = '', ...rest]: readonly string[]): string[] | undefined {
  const last = rest.pop();
  if (last === undefined) return sentence === first ? [] : undefined;
  if (!sentence.startsWith(first) || !sentence.endsWith(last)) return undefined;
  const [values, end]: [string[], number] = [[], sentence.length - last.length];
  let from = first.length;
  for (const literal of rest) {
    const at = sentence.indexOf(literal, from);
    if (at < 0) return undefined;
    values.push(sentence.slice(from, at));
    from = at + literal.length;
  }
  return from > end ? undefined : [...values, sentence.slice(from, end)];
}

const filledIn = (text: string, names: readonly string[], values: readonly string[]): string =>
  text.replace(place, (_, name: string) => values[names.indexOf(name)] ?? '');
