import { languages } from '@passerelle/domain/language';
import { refuseIncomplete } from '@passerelle/platform/problems';

type Texts = Readonly<Partial<Record<string, string>>>;

const isLanguage = (key: string): boolean => languages.some((language) => language === key);

/** Whether a value is one text in some of the four languages: nothing else on the wire has their codes alone as names. */
function isText(value: object): value is Texts {
  const entries = Object.entries(value).filter(([, text]) => text !== undefined);
  return entries.length > 0 && entries.every(([key, text]) => isLanguage(key) && typeof text === 'string');
}

/** Every text in several languages that a value holds, however deep. */
function textsIn(value: unknown): Texts[] {
  if (typeof value !== 'object' || value === null) return [];
  return isText(value) ? [value] : Object.values(value).flatMap(textsIn);
}

/** What the public reads of a record stands in both official languages: all of it, and not its title alone. */
export function refuseMonolingual(record: { readonly classification: string }): void {
  for (const text of textsIn(record)) refuseIncomplete(record.classification, text);
}
