import fc from 'fast-check';
import { addressKey, isSame, type Recognised } from './sameness.js';

const talk: Recognised = {
  kind: 'talk',
  shownOn: '2023-06-14',
  title: { fr: 'Le sommet urbain', en: 'The urban summit' },
  outlet: 'Brussels Urban Summit',
  url: null,
};
const at = (url: string): Recognised => ({ ...talk, url });

interface Spelling {
  readonly protocol: string;
  readonly www: string;
  readonly isLoud: boolean;
  readonly slash: string;
  readonly fragment: string;
  readonly tracking: readonly string[];
}

/** One page, in a spelling that a browser or a newsletter may give it. */
const spelled = ({ protocol, www, isLoud, slash, fragment, tracking }: Spelling): string => {
  const host = `${www}journal.example.org`;
  const query = ['id=7', 'lang=fr', ...tracking].sort().join('&');
  return `${protocol}://${isLoud ? host.toUpperCase() : host}/Articles/Brussels${slash}?${query}${fragment}`;
};

const spelling = fc.record({
  protocol: fc.constantFrom('http', 'https', 'HTTPS'),
  www: fc.constantFrom('', 'www.'),
  isLoud: fc.boolean(),
  slash: fc.constantFrom('', '/'),
  fragment: fc.constantFrom('', '#top', '#:~:text=Brussels'),
  tracking: fc.shuffledSubarray(['utm_source=x', 'utm_medium=mail', 'UTM_Campaign=y', 'fbclid=1', 'gclid=2']),
});

describe('the address of an item', () => {
  it('is the same in every spelling of it', () => {
    fc.assert(
      fc.property(spelling, spelling, (one, other) => {
        expect(addressKey(spelled(one))).toBe(addressKey(spelled(other)));
        expect(isSame(at(spelled(one)), at(spelled(other)))).toBe(true);
      }),
    );
  });

  it.each([
    ['another host', 'https://other.example.org/a'],
    ['another page', 'https://example.org/b'],
    ['another letter case of the page', 'https://example.org/A'],
    ['a parameter that no sender of links adds', 'https://example.org/a?page=2'],
    ['a name that only begins alike', 'https://example.org/a?gclids=2'],
    ['another port', 'https://example.org:8443/a'],
  ])('is another one with %s', (_, url) => {
    expect(isSame(at('https://example.org/a'), at(url))).toBe(false);
  });

  it('has a key for every address that a schema lets pass', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => {
        expect(addressKey(url)).toBe(addressKey(url.replace(/^http:/, 'https:')));
      }),
    );
  });
});

describe('an item', () => {
  it('is another one on another day, at the same address and under the same name', () => {
    const url = 'https://example.org/a';
    expect(isSame(at(url), { ...at(url), shownOn: '2023-06-15' })).toBe(false);
    expect(isSame(talk, { ...talk, shownOn: '2023-06-15' })).toBe(false);
  });

  it('is the same at one address, under any name', () => {
    const url = 'https://example.org/a';
    expect(isSame(at(url), { ...at(url), kind: 'media', title: { nl: 'Anders' }, outlet: null })).toBe(true);
  });

  it('is recognised by its name where one of two has no address, and not where both have one', () => {
    expect(isSame(talk, at('https://example.org/a'))).toBe(true);
    expect(isSame(at('https://example.org/a'), at('https://example.org/b'))).toBe(false);
  });

  it.each([
    ['in one of its languages', { title: { fr: 'LE SOMMET  URBAIN', nl: 'Iets anders' } }, true],
    ['in another language', { title: { nl: 'The urban summit' } }, true],
    ['in other words', { title: { fr: 'Le sommet rural' } }, false],
    ['in another outlet', { outlet: 'Metropolis' }, false],
    ['in an outlet of which the spelling differs', { outlet: 'Brussels urban  Summit' }, true],
    ['in no outlet', { outlet: null }, false],
    ['as another kind', { kind: 'article' }, false],
  ])('without an address has one name %s: %j is %s', (_, changes, isOne) => {
    const other = { ...talk, ...changes };
    expect(isSame(talk, other)).toBe(isOne);
    expect(isSame(other, talk)).toBe(isOne);
  });

  it('without an outlet is the same as another one without', () => {
    expect(isSame({ ...talk, outlet: undefined }, { ...talk, outlet: null })).toBe(true);
  });
});
