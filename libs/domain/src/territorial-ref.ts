import { z } from 'zod';
import { Country } from './country.js';

/** A NUTS code has a meaning in one edition of the classification only: borders and codes change between editions. */
export const NutsVersion = z.enum(['2016', '2021', '2024']);
export type NutsVersion = z.infer<typeof NutsVersion>;

const Nuts = z.strictObject({
  scheme: z.literal('NUTS'),
  code: z
    .string()
    .max(5)
    .regex(/^[A-Z]{2}[0-9A-Z]{0,3}$/),
  version: NutsVersion,
});

const NationalCountry = z.strictObject({ scheme: z.literal('ISO3166-1'), code: Country });

const Subdivision = z.strictObject({
  scheme: z.literal('ISO3166-2'),
  code: z
    .string()
    .max(6)
    .regex(/^[A-Z]{2}-[0-9A-Z]{1,3}$/),
});

const Wikidata = z.strictObject({
  scheme: z.literal('WIKIDATA'),
  code: z
    .string()
    .max(12)
    .regex(/^Q[1-9]\d{0,10}$/),
});

const LocalUnit = z.strictObject({
  scheme: z.literal('LAU'),
  code: z
    .string()
    .max(16)
    .regex(/^[0-9A-Z_]{1,16}$/),
  version: z
    .string()
    .regex(/^20\d{2}$/)
    .length(4)
    .optional(),
});

/** A place by its code in a public scheme. */
export const TerritorialRef = z
  .discriminatedUnion('scheme', [Nuts, NationalCountry, Subdivision, Wikidata, LocalUnit])
  .meta({ id: 'TerritorialRef', description: 'A place by its code in a public scheme' });
export type TerritorialRef = z.infer<typeof TerritorialRef>;
