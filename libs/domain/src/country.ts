import { CodeOf } from './reference-list.js';

/** ISO 3166-1 alpha-2, as in the reference list `countries`. */
export const Country = CodeOf('countries').meta({ id: 'Country', minLength: 2, maxLength: 2 });
export type Country = string;

// The European Union has its own codes for two countries (EL, UK); records never use them.
const aliases: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' };

/** The country that an imported code means. For imports only: the API refuses `EL`. */
export const countryFromImport = (code: string): Country => aliases[code] ?? code;
