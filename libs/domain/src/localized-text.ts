import { z } from 'zod';
import { Instant } from './instant.js';
import { Language, languages, officialLanguages } from './language.js';
import { MultilineText, Text } from './text.js';

const hasAtLeastOne = (text: object) => Object.values(text).some((value) => value !== undefined);

const inLanguages = (id: string, text: z.ZodString) => {
  const inOneLanguage = text.optional();
  return z
    .strictObject({
      fr: inOneLanguage.describe('In French'),
      nl: inOneLanguage.describe('In Dutch'),
      en: inOneLanguage.describe('In English'),
      de: inOneLanguage.describe('In German'),
    })
    .refine(hasAtLeastOne, 'needs at least one language')
    .meta({ id, minProperties: 1, description: 'In one to four languages. Names no person: what is published stays.' });
};

/** One schema for each pair of bounds: the documents contain it once, under a name that says them. */
const bounded = (name: string, text: (min: number, max: number) => z.ZodString) => {
  const known = new Map<string, ReturnType<typeof inLanguages>>();
  return (min: number, max: number) => {
    const id = `${name}${min}To${max}`;
    const schema = known.get(id) ?? inLanguages(id, text(min, max));
    known.set(id, schema);
    return schema;
  };
};

/**
 * One text in one to four languages: `{ fr: '...', nl: '...' }`; `min` and `max` bound each of them.
 * The languages are spelled out as properties because OpenAPI 3.0 cannot say which keys a record may have.
 */
export const LocalizedText = bounded('LocalizedText', Text);

/** The same for texts of several lines. */
export const LocalizedMultilineText = bounded('LocalizedMultilineText', MultilineText);

export type LocalizedText = Partial<Record<Language, string>>;

export const isPublishable = (text: LocalizedText) => officialLanguages.every((language) => text[language]);

export type BestText = { text: string; language: Language; fallback: boolean };

/** Whether a schema is that of a localized text. */
export const isLocalizedText = (schema: unknown): boolean =>
  schema instanceof z.ZodObject &&
  z.globalRegistry.get(schema)?.minProperties === 1 &&
  Object.keys(schema.shape).join() === languages.join();

/** The documented fallback: the wanted languages in their order, then the official ones, English, and any other. */
export const lookupOrder = (preferred: readonly Language[]): Language[] => [...new Set([...preferred, ...languages])];

/** RFC 4647 lookup. */
export function bestText(text: LocalizedText, preferred: readonly Language[]): BestText {
  for (const language of lookupOrder(preferred)) {
    const found = text[language];
    if (found) return { text: found, language, fallback: preferred.length > 0 && !preferred.includes(language) };
  }
  throw new RangeError('a localized text must have at least one language');
}

const since = Instant.optional();

/** The language in which a text was first written, and since when each translation is out of date. */
export const TranslationState = z
  .strictObject({
    original: Language,
    staleSince: z.strictObject({ fr: since, nl: since, en: since, de: since }).optional(),
  })
  .meta({ id: 'TranslationState' });
export type TranslationState = z.infer<typeof TranslationState>;

/**
 * The state after a revision at the instant `at`. When the original changes, a translation that did not change with it is
 * stale from then on; a translation that was already stale keeps its first date; one whose text changes is fresh again.
 */
export function reviseTranslations(
  before: LocalizedText,
  after: LocalizedText,
  state: TranslationState,
  at: string,
): TranslationState {
  const { original, staleSince: known = {} } = state;
  const isRevised = (language: Language) => before[language] !== after[language];
  const staleSince: TranslationState['staleSince'] = {};
  for (const language of languages) {
    if (language === original || !after[language] || isRevised(language)) continue;
    const stale = known[language] ?? (isRevised(original) ? at : undefined);
    if (stale) staleSince[language] = stale;
  }
  return hasAtLeastOne(staleSince) ? { original, staleSince } : { original };
}
