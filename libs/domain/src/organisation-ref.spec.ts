import { OrganisationRef } from './organisation-ref.js';

const accepts = (ids: object) => OrganisationRef.safeParse({ name: 'perspective.brussels', ids }).success;

describe('a reference to an organisation', () => {
  it('needs no more than a name', () => {
    expect(OrganisationRef.parse({ name: ' METREX ' })).toEqual({ name: 'METREX' });
    expect(OrganisationRef.safeParse({ country: 'BE' }).success).toBe(false);
  });

  it.each([
    { kbo: '0202239951' },
    { vat: 'BE0202239951' },
    { pic: '999999999' },
    { wikidata: 'Q240' },
    { ror: '01r9htc13' },
  ])('accepts %j', (ids) => expect(accepts(ids)).toBe(true));

  it.each([
    { kbo: '0202239952' },
    { kbo: '0202.239.951' },
    { vat: '0202239951' },
    { pic: '12345678' },
    { wikidata: 'Q0' },
    { ror: 'https://ror.org/01r9htc13' },
    { isni: '0000000121032683' },
  ])('refuses %j', (ids) => expect(accepts(ids)).toBe(false));
});
