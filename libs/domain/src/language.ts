import { z } from 'zod';

/** ISO 639-1 codes of the languages that the administrations of this field publish in. */
export const Language = z.enum(['fr', 'nl', 'en', 'de']).meta({ id: 'Language', description: 'ISO 639-1 code' });
export type Language = z.infer<typeof Language>;

/** In the order in which one stands in for another: the official ones, English, German. */
export const languages = Language.options;

/** Both are mandatory for whatever a Brussels administration publishes. */
export const officialLanguages = ['fr', 'nl'] as const satisfies readonly Language[];
