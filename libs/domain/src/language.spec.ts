import fc from 'fast-check';
import { Language, languages, officialLanguages, preferredLanguages } from './language.js';

it('knows the four languages, the official ones first because they stand in for the others', () => {
  expect(languages).toEqual(['fr', 'nl', 'en', 'de']);
  expect(languages.slice(0, 2)).toEqual(officialLanguages);
  expect(Language.safeParse('it').success).toBe(false);
});

describe('the languages that a caller prefers', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['*', []],
    ['nl-BE, nl;q=0.9, fr-BE;q=0.8, fr;q=0.7, en;q=0.6, *;q=0.5', ['nl', 'fr', 'en']],
    ['en;q=0.1, de-AT-1996;q=0.9, FR;q=0.5', ['de', 'fr', 'en']],
    ['it, pt-BR, nl;q=0', []],
    ['fr;q=zero, nl;q=, en', ['en']],
    ['nlx, x-fr, -nl, frfr', []],
  ])('of %j are %j', (header, expected) => {
    expect(preferredLanguages(header)).toEqual(expected);
  });

  it('come once each, in the order of their weights, whatever else the header says', () => {
    const range = fc.record({
      tag: fc.constantFrom('fr', 'nl', 'en', 'de', 'it', '*'),
      region: fc.constantFrom('', '-BE', '-Latn-BE'),
      weight: fc.integer({ min: 0, max: 1000 }),
    });
    const law = fc.property(fc.array(range, { maxLength: 10 }), (ranges) => {
      const header = ranges.map(({ tag, region, weight }) => `${tag}${region};q=${weight / 1000}`).join(', ');
      const weightOf = (language: string) =>
        Math.max(0, ...ranges.filter(({ tag }) => tag === language).map(({ weight }) => weight));
      const found = preferredLanguages(header);
      expect([...found].sort()).toEqual(languages.filter((language) => weightOf(language) > 0).sort());
      expect(found.map(weightOf)).toEqual(found.map(weightOf).sort((one, other) => other - one));
    });
    fc.assert(law);
  });

  it('are read from anything', () => {
    fc.assert(fc.property(fc.string(), (header) => expect(Array.isArray(preferredLanguages(header))).toBe(true)));
  });
});
