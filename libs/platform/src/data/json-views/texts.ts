import { languages, type Language } from '@passerelle/domain/language';
import { bestText, isLocalizedText, type LocalizedText } from '@passerelle/domain/localized-text';
import { z } from 'zod';
import { fieldsOf, holdsTexts, unwrapped } from './schemas.js';

// Which languages of a text are sent. The shape is always an object by language: a caller who asked for French and gets `nl`
// sees that it is a fallback.

type Choice = (text: LocalizedText) => LocalizedText;

/** One language, the best for the caller. */
export const bestOnly =
  (preferred: readonly Language[]): Choice =>
  (text) => {
    const best = bestText(text, preferred);
    return { [best.language]: best.text };
  };

/** The requested languages; for a text that has none of them, its fallback language. */
export const onlyIn =
  (asked: readonly Language[]): Choice =>
  (text) => {
    const kept = languages.filter((language) => asked.includes(language) && text[language]);
    return kept.length === 0
      ? bestOnly(asked)(text)
      : Object.fromEntries(kept.map((language) => [language, text[language]]));
  };

/** The value with every localized text of its schema reduced by `choose`. */
export function withTexts(schema: z.ZodType, value: unknown, choose: Choice): unknown {
  if (value === null || value === undefined || !holdsTexts(schema)) return value;
  if (isLocalizedText(schema)) return isText(value) ? choose(value) : value;
  if (schema instanceof z.ZodArray) {
    const element = unwrapped(schema.element);
    return Array.isArray(value) ? value.map((item) => withTexts(element, item, choose)) : value;
  }
  const fields = fieldsOf(schema) ?? {};
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const known = fields[name];
      return [name, known === undefined ? field : withTexts(known, field, choose)];
    }),
  );
}

const isText = (value: unknown): value is LocalizedText =>
  typeof value === 'object' && value !== null && languages.some((language) => Reflect.has(value, language));

/** The languages of all texts in the value, in the order of `languages`. */
export function languagesIn(schema: z.ZodType, value: unknown): Language[] {
  const found = new Set<Language>();
  withTexts(schema, value, (text) => {
    for (const language of languages) if (text[language]) found.add(language);
    return text;
  });
  return languages.filter((language) => found.has(language));
}
