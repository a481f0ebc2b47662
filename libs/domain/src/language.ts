import { z } from 'zod';

/** ISO 639-1 codes of the languages that the administrations of this field publish in. */
export const Language = z.enum(['fr', 'nl', 'en', 'de']).meta({ id: 'Language', description: 'ISO 639-1 code' });
export type Language = z.infer<typeof Language>;

/** In the order in which one stands in for another: the official ones, English, German. */
export const languages = Language.options;

/** Both are mandatory for whatever a Brussels administration publishes. */
export const officialLanguages = ['fr', 'nl'] as const satisfies readonly Language[];

const isLanguage = (tag: string): tag is Language => Language.safeParse(tag).success;

/**
 * The languages that an `Accept-Language` header asks for and that we have, most wanted first. RFC 4647 lookup: `nl-BE`
 * finds `nl`; what is asked for with weight 0 or malformed is not asked for, and `*` asks for nothing in particular.
 */
export function preferredLanguages(acceptLanguage: string | undefined): Language[] {
  const ranges = (acceptLanguage ?? '').split(',').map((range) => {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { base: tag.split('-')[0] ?? '', weight: weight === undefined ? 1 : Number(weight) || 0 };
  });
  const wanted = ranges.filter(({ weight }) => weight > 0).sort((one, other) => other.weight - one.weight);
  return [...new Set(wanted.map(({ base }) => base).filter(isLanguage))];
}
