import { TerritorialRef } from './territorial-ref.js';

const accepts = (ref: object) => TerritorialRef.safeParse(ref).success;

describe('a territorial reference', () => {
  it.each([
    { scheme: 'NUTS', code: 'BE100', version: '2024' },
    { scheme: 'NUTS', code: 'EL', version: '2016' },
    { scheme: 'ISO3166-1', code: 'LU' },
    { scheme: 'ISO3166-2', code: 'BE-BRU' },
    { scheme: 'WIKIDATA', code: 'Q240' },
    { scheme: 'LAU', code: '21004', version: '2019' },
  ])('accepts %j', (ref) => expect(accepts(ref)).toBe(true));

  it.each([
    { scheme: 'NUTS', code: 'BE100' },
    { scheme: 'NUTS', code: 'BE100', version: '2013' },
    { scheme: 'NUTS', code: 'BE1000', version: '2024' },
    { scheme: 'ISO3166-1', code: 'UK' },
    { scheme: 'ISO3166-1', code: 'BE', version: '2024' },
    { scheme: 'ISO3166-2', code: 'BRU' },
    { scheme: 'WIKIDATA', code: '240' },
    { scheme: 'POSTCODE', code: '1000' },
  ])('refuses %j', (ref) => expect(accepts(ref)).toBe(false));
});
