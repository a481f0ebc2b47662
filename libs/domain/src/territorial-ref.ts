import { z } from 'zod';
import { Country } from './country.js';

/** A NUTS code has a meaning in one edition of the classification only: borders and codes change between editions. */
export const NutsVersion = z.enum(['2016', '2021', '2024']);
export type NutsVersion = z.infer<typeof NutsVersion>;

const scheme = <Name extends string>(name: Name) => z.literal(name).describe('The scheme of the code');
const code = 'The code in that scheme';

const Nuts = z.strictObject({
  scheme: scheme('NUTS'),
  code: z
    .string()
    .max(5)
    .regex(/^[A-Z]{2}[0-9A-Z]{0,3}$/)
    .describe(code),
  version: NutsVersion.describe('The edition of the classification'),
});

const NationalCountry = z.strictObject({ scheme: scheme('ISO3166-1'), code: Country.describe(code) });

const Subdivision = z.strictObject({
  scheme: scheme('ISO3166-2'),
  code: z
    .string()
    .max(6)
    .regex(/^[A-Z]{2}-[0-9A-Z]{1,3}$/)
    .describe(code),
});

const Wikidata = z.strictObject({
  scheme: scheme('WIKIDATA'),
  code: z
    .string()
    .max(12)
    .regex(/^Q[1-9]\d{0,10}$/)
    .describe(code),
});

const LocalUnit = z.strictObject({
  scheme: scheme('LAU'),
  code: z
    .string()
    .max(16)
    .regex(/^[0-9A-Z_]{1,16}$/)
    .describe(code),
  version: z
    .string()
    .regex(/^20\d{2}$/)
    .length(4)
    .optional()
    .describe('The year of the list'),
});

/** A place by its code in a public scheme. */
export const TerritorialRef = z
  .discriminatedUnion('scheme', [Nuts, NationalCountry, Subdivision, Wikidata, LocalUnit])
  .meta({ id: 'TerritorialRef', description: 'A place by its code in a public scheme' });
export type TerritorialRef = z.infer<typeof TerritorialRef>;
