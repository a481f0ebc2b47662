import { Country, countryFromImport } from './country.js';

const accepts = (code: string) => Country.safeParse(code).success;

describe('a country', () => {
  it('is an ISO code of the reference list', () => {
    expect(['BE', 'GR', 'GB', 'XK'].every(accepts)).toBe(true);
    expect(['EL', 'UK', 'ZZ', 'be', 'BEL', ''].some(accepts)).toBe(false);
  });

  it('is refused when its code is not in the list', () => {
    expect(Country.safeParse('ZZ').error?.issues).toMatchObject([{ params: { issue: 'codeNotInList' } }]);
  });

  it('may have the codes of the European Union (EL, UK) in an import', () => {
    expect(['EL', 'UK', 'BE'].map(countryFromImport)).toEqual(['GR', 'GB', 'BE']);
  });
});
