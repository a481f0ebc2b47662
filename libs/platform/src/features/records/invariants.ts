import { languages } from '@passerelle/domain/language';
import { refuseIncomplete } from '../../kernel/problems/index.js';

// What holds for every record, whatever its kind. That texts are in composed letters (NFC) is the work of their schemas.

type Texts = Readonly<Partial<Record<string, string>>>;

const isLanguage = (key: string): boolean => languages.some((language) => language === key);

/** Whether a value is a localized text: no other object on the wire has only language codes as keys. */
function isText(value: object): value is Texts {
  const entries = Object.entries(value).filter(([, text]) => text !== undefined);
  return entries.length > 0 && entries.every(([key, text]) => isLanguage(key) && typeof text === 'string');
}

/** Every localized text inside a value, at any depth. */
function textsIn(value: unknown): Texts[] {
  if (typeof value !== 'object' || value === null) return [];
  return isText(value) ? [value] : Object.values(value).flatMap(textsIn);
}

/**
 * Every text of a public record must be in both official languages, not only its title, unless the record says that it keeps its
 * languages: those of the register from which it was imported.
 */
export function refuseMonolingual(record: object): void {
  if (!('classification' in record) || record.classification !== 'public') return;
  if ('keepsItsLanguages' in record && record.keepsItsLanguages === true) return;
  for (const text of textsIn(record)) refuseIncomplete(record.classification, text);
}
