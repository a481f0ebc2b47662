import { CodeOf } from './reference-list.js';

/** ISO 3166-1 alpha-2, as in the reference list `countries`. */
export const Country = CodeOf('countries').meta({ id: 'Country', minLength: 2, maxLength: 2 });
export type Country = string;

// The European Union writes two countries in its own way; the record never does.
const aliases: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' };

/** The country that an imported code stands for. For imports alone: at the edge of the API `EL` is refused. */
export const countryFromImport = (code: string): Country => aliases[code] ?? code;
