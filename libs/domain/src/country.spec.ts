import { Country, countryFromImport } from './country.js';

const accepts = (code: string) => Country.safeParse(code).success;

describe('a country', () => {
  it('is an ISO code of the reference list', () => {
    expect(['BE', 'GR', 'GB', 'XK'].every(accepts)).toBe(true);
    expect(['EL', 'UK', 'ZZ', 'be', 'BEL', ''].some(accepts)).toBe(false);
  });

  it('is refused as a code that is not in its list', () => {
    expect(Country.safeParse('ZZ').error?.issues).toMatchObject([{ params: { issue: 'codeNotInList' } }]);
  });

  it('may be written in the way of the European Union in an import', () => {
    expect(['EL', 'UK', 'BE'].map(countryFromImport)).toEqual(['GR', 'GB', 'BE']);
  });
});
