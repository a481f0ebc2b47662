import { Language, languages, officialLanguages } from './language.js';

it('knows the four languages, the official ones first because they stand in for the others', () => {
  expect(languages).toEqual(['fr', 'nl', 'en', 'de']);
  expect(languages.slice(0, 2)).toEqual(officialLanguages);
  expect(Language.safeParse('it').success).toBe(false);
});
