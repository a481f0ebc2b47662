import { z } from 'zod';
import { Country } from './country.js';
import { Text } from './text.js';

// The last two of the ten digits are 97 minus the rest of the first eight divided by 97.
const hasEnterpriseChecksum = (digits: string) => 97 - (Number(digits.slice(0, 8)) % 97) === Number(digits.slice(8));

const wrongChecksum = 'has a wrong check number';

/** Identifiers in public registers, each in its bare form: no dots, no address. */
const OrganisationIds = z.strictObject({
  wikidata: z
    .string()
    .max(12)
    .regex(/^Q[1-9]\d{0,10}$/)
    .optional()
    .describe('Wikidata'),
  kbo: z
    .string()
    .length(10)
    .regex(/^[01]\d{9}$/)
    .refine(hasEnterpriseChecksum, wrongChecksum)
    .optional()
    .describe('The Belgian enterprise number'),
  pic: z
    .string()
    .length(9)
    .regex(/^\d{9}$/)
    .optional()
    .describe('The code of a participant in EU programmes'),
  vat: z
    .string()
    .max(15)
    .regex(/^[A-Z]{2}[0-9A-Z+*]{2,13}$/)
    .optional()
    .describe('The VAT number'),
  ror: z
    .string()
    .length(9)
    .regex(/^0[a-hj-km-np-tv-z0-9]{6}\d{2}$/)
    .optional()
    .describe('The Research Organization Registry'),
});

/** An organisation by its name and, where known, its numbers: Belgian enterprise number, EU participant code, VAT, ROR. */
export const OrganisationRef = z
  .strictObject({
    name: Text(1, 300).describe('As it writes it'),
    country: Country.optional(),
    ids: OrganisationIds.optional().describe('Its numbers'),
  })
  .meta({ id: 'OrganisationRef', description: 'An organisation by its name and its numbers in public registers' });
export type OrganisationRef = z.infer<typeof OrganisationRef>;
