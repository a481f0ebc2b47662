import fc from 'fast-check';
import { Language, languages, officialLanguages, preferredLanguages } from './language.js';

it('lists the four languages, the official ones first because they are the fallback', () => {
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
    ['it, pt-BR, nl;q=0', ['fr', 'en', 'de']],
    ['fr;q=zero, nl;q=, en', ['en']],
    ['nlx, x-fr, -nl, frfr', []],
    ['en;q=1.5, nl;q=0.1234, fr;q=-1, de', ['de']],
    ['fr;q=0', ['nl', 'en', 'de']],
    ['FR-be;Q=0.000, *', ['nl', 'en', 'de']],
    ['en, fr;q=0, *;q=0.1', ['en', 'nl', 'de']],
    ['*;q=0', []],
    ['nl, *;q=0', ['nl']],
    ['de;q=0.5, *', ['fr', 'nl', 'en', 'de']],
    ['en, *;q=0.5', ['en']],
    ['fr;q=0, nl;q=0, en;q=0, de;q=0', []],
  ])('of %j are %j', (header, expected) => {
    expect(preferredLanguages(header)).toEqual(expected);
  });

  it('come once each, in the order of their weights, for any header', () => {
    const range = fc.record({
      tag: fc.constantFrom('fr', 'nl', 'en', 'de', 'it', '*'),
      region: fc.constantFrom('', '-BE', '-Latn-BE'),
      weight: fc.integer({ min: 0, max: 1000 }),
    });
    const law = fc.property(fc.array(range, { maxLength: 10 }), (ranges) => {
      const header = ranges.map(({ tag, region, weight }) => `${tag}${region};q=${weight / 1000}`).join(', ');
      const weightOf = (language: string) =>
        Math.max(0, ...ranges.filter(({ tag }) => tag === language).map(({ weight }) => weight));
      const isNamed = (language: string) => ranges.some(({ tag }) => tag === language);
      const any = ranges.find(({ tag }) => tag === '*')?.weight;
      const acceptable = (language: string) => (isNamed(language) ? weightOf(language) : (any ?? 0));
      const found = preferredLanguages(header);
      expect(new Set(found).size).toBe(found.length);
      expect(found.filter((language) => isNamed(language) && weightOf(language) === 0)).toEqual([]);
      expect(found).toEqual(expect.arrayContaining(languages.filter((language) => weightOf(language) > 0)));
      expect(found.map(acceptable)).toEqual(found.map(acceptable).sort((one, other) => other - one));
    });
    fc.assert(law);
  });

  it('are read from any text without an error', () => {
    fc.assert(fc.property(fc.string(), (header) => expect(Array.isArray(preferredLanguages(header))).toBe(true)));
  });
});
