import { z } from 'zod';
import { weighted } from './weighted.js';

/** ISO 639-1 codes of the languages that the administrations of this field publish in. */
export const Language = z.enum(['fr', 'nl', 'en', 'de']).meta({ id: 'Language', description: 'ISO 639-1 code' });
export type Language = z.infer<typeof Language>;

/** In the order of fallback: the official languages, English, German. */
export const languages = Language.options;

/** Both are mandatory in everything that a Brussels administration publishes. */
export const officialLanguages = ['fr', 'nl'] as const satisfies readonly Language[];

const isLanguage = (tag: string): tag is Language => Language.safeParse(tag).success;

/**
 * The languages that an `Accept-Language` header asks for and that we have, most wanted first (RFC 9110, 12.5.4). RFC 4647
 * lookup: `nl-BE` finds `nl`. `*` alone asks for nothing in particular. When the header refuses a language (`fr;q=0`), all
 * other languages are listed, as fallbacks that rank before it.
 */
export function preferredLanguages(acceptLanguage: string | undefined): Language[] {
  const asked = weighted(acceptLanguage).map(({ range, weight }) => ({ base: range.split('-')[0] ?? '', weight }));
  const bases = [...new Set(asked.map(({ base }) => base))].filter(isLanguage);
  const named = bases.map((language) => ({
    language,
    weight: Math.max(...asked.filter(({ base }) => base === language).map(({ weight }) => weight)),
  }));
  const refusesOne = named.some(({ weight }) => weight === 0);
  const any = asked.find(({ base }) => base === '*')?.weight ?? (refusesOne ? Number.MIN_VALUE : 0);
  const others = languages
    .filter((language) => !bases.includes(language))
    .map((language) => ({ language, weight: any }));
  const ranked = [...named, ...others]
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight);
  const lastNamed = ranked.findLastIndex(({ language }) => bases.includes(language));
  return ranked.slice(0, refusesOne ? undefined : lastNamed + 1).map(({ language }) => language);
}
