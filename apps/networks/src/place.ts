import { Country, countryFromImport } from '@passerelle/domain/country';
import { TerritorialRef } from '@passerelle/domain/territorial-ref';
import { Text } from '@passerelle/domain/text';
import { z } from 'zod';

/** NUTS and ISO 3166-2 codes begin with the country's; the other schemes do not show it. */
const liesIn = (country: string, { scheme, code }: TerritorialRef): boolean =>
  scheme === 'WIKIDATA' || scheme === 'LAU' || countryFromImport(code.slice(0, 2)) === country;

export const Place = z
  .strictObject({
    name: Text(2, 200).describe('As its source writes it'),
    country: Country,
    territory: TerritorialRef.optional(),
  })
  .refine(({ country, territory }) => territory === undefined || liesIn(country, territory), {
    error: 'must be in the given country',
    path: ['territory'],
  })
  .meta({ id: 'Place', description: 'A place by its name, its country and, where known, its territory' });
export type Place = z.infer<typeof Place>;

export const isInBrussels = ({ scheme, code }: TerritorialRef): boolean =>
  (scheme === 'NUTS' && code.startsWith('BE1')) || (scheme === 'ISO3166-2' && code === 'BE-BRU');
