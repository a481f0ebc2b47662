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
    .optional(),
  kbo: z
    .string()
    .length(10)
    .regex(/^[01]\d{9}$/)
    .refine(hasEnterpriseChecksum, wrongChecksum)
    .optional(),
  pic: z
    .string()
    .length(9)
    .regex(/^\d{9}$/)
    .optional(),
  vat: z
    .string()
    .max(15)
    .regex(/^[A-Z]{2}[0-9A-Z+*]{2,13}$/)
    .optional(),
  ror: z
    .string()
    .length(9)
    .regex(/^0[a-hj-km-np-tv-z0-9]{6}\d{2}$/)
    .optional(),
});

/** An organisation by its name and, where known, its numbers: Belgian enterprise number, EU participant code, VAT, ROR. */
export const OrganisationRef = z
  .strictObject({ name: Text(1, 300), country: Country.optional(), ids: OrganisationIds.optional() })
  .meta({ id: 'OrganisationRef' });
export type OrganisationRef = z.infer<typeof OrganisationRef>;
